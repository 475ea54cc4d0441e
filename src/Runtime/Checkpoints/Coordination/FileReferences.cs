namespace FlowActors.Runtime.Checkpoints.Coordination;

/// <summary>Counts who refers to which file: checkpoints that are kept, and parts of those under way. Not thread-safe.</summary>
internal sealed class FileReferences
{
    private readonly Dictionary<string, int> _counts = [];

    /// <summary>The files that something refers to.</summary>
    public IReadOnlyCollection<string> Files => _counts.Keys;

    /// <summary>Whether something refers to a file.</summary>
    public bool Has(string file) => _counts.ContainsKey(file);

    /// <summary>One more refers to these.</summary>
    public void Add(IEnumerable<StateHandle> handles)
    {
        foreach (var handle in handles) _counts[handle.File] = _counts.GetValueOrDefault(handle.File) + 1;
    }

    /// <summary>One less refers to these.</summary>
    /// <returns>Those that nothing refers to any more.</returns>
    public IReadOnlyList<string> Release(IEnumerable<StateHandle> handles)
    {
        var unused = new List<string>();
        foreach (var handle in handles)
        {
            if (--_counts[handle.File] > 0) continue;
            _counts.Remove(handle.File);
            unused.Add(handle.File);
        }

        return unused;
    }
}
