namespace FlowActors.Tests.Files;

/// <summary>The names in a folder as the process sees them, and those that the disk has with the changes that are not yet on it.</summary>
internal sealed class SimulatedFolder
{
    private readonly List<Pending> _changes = [];
    private Dictionary<string, object> _durable = [];

    /// <summary>Files and folders by name.</summary>
    public Dictionary<string, object> Entries { get; private set; } = [];

    public void Change(Action<Dictionary<string, object>> change) => Change(change, new Fate());

    /// <summary>A change that is on the disk with another one or not at all, as the two halves of a rename between folders are.</summary>
    public void Change(Action<Dictionary<string, object>> change, Fate fate)
    {
        change(Entries);
        _changes.Add(new Pending(change, fate));
    }

    public void Flush()
    {
        foreach (var (_, fate) in _changes) fate.IsDurable = true;
        _durable = new Dictionary<string, object>(Entries);
        _changes.Clear();
    }

    /// <summary>Of the changes that were not flushed any may be on the disk, in their order.</summary>
    public void Crash(Random random)
    {
        foreach (var (change, fate) in _changes)
        {
            fate.IsDurable ??= random.Next(2) == 0;
            if (fate.IsDurable.Value) change(_durable);
        }

        Entries = new Dictionary<string, object>(_durable);
        _changes.Clear();
        foreach (var entry in Entries.Values)
        {
            if (entry is SimulatedFile file) file.Crash(random);
            else ((SimulatedFolder)entry).Crash(random);
        }
    }

    /// <summary>Whether a change is on the disk; null as long as only a crash could tell.</summary>
    internal sealed class Fate
    {
        public bool? IsDurable { get; set; }
    }

    private sealed record Pending(Action<Dictionary<string, object>> Change, Fate Fate);
}
