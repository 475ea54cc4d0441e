namespace FlowActors.Runtime.Checkpoints.Retention;

/// <summary>Counts how often files are referred to, by their names: no two names stand for one file. Not thread-safe.</summary>
internal sealed class FileReferences
{
    private readonly Dictionary<string, int> _counts = [];

    /// <summary>The files that something refers to.</summary>
    public IReadOnlyCollection<string> Files => _counts.Keys;

    /// <summary>Whether something refers to a file.</summary>
    public bool Has(string file) => _counts.ContainsKey(file);

    /// <summary>One more refers to these.</summary>
    public void Add(IEnumerable<string> files)
    {
        foreach (var file in files) _counts[file] = _counts.GetValueOrDefault(file) + 1;
    }

    /// <summary>One less refers to these.</summary>
    /// <returns>Those that nothing refers to any more.</returns>
    public IReadOnlyList<string> Release(IEnumerable<string> files)
    {
        var unused = new List<string>();
        foreach (var file in files)
        {
            if (--_counts[file] > 0) continue;
            _counts.Remove(file);
            unused.Add(file);
        }

        return unused;
    }
}
