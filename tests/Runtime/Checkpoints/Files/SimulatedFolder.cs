namespace FlowActors.Runtime.Tests.Checkpoints.Files;

/// <summary>The names in a folder as the process sees them, and those that the disk has with the changes that are not yet on it.</summary>
internal sealed class SimulatedFolder
{
    private readonly List<Action<Dictionary<string, object>>> _changes = [];
    private Dictionary<string, object> _durable = [];

    /// <summary>Files and folders by name.</summary>
    public Dictionary<string, object> Entries { get; private set; } = [];

    public void Change(Action<Dictionary<string, object>> change)
    {
        change(Entries);
        _changes.Add(change);
    }

    public void Flush()
    {
        _durable = new Dictionary<string, object>(Entries);
        _changes.Clear();
    }

    /// <summary>Of the changes that were not flushed any may be on the disk, in their order.</summary>
    public void Crash(Random random)
    {
        foreach (var change in _changes.Where(_ => random.Next(2) == 0)) change(_durable);
        Entries = new Dictionary<string, object>(_durable);
        _changes.Clear();
        foreach (var entry in Entries.Values)
        {
            if (entry is SimulatedFile file) file.Crash(random);
            else ((SimulatedFolder)entry).Crash(random);
        }
    }
}
