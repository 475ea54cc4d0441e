namespace FlowActors.Runtime.Checkpoints.Retention;

/// <summary>Counts how often files are referred to. Not thread-safe.</summary>
/// <typeparam name="TFile">What names a file: no two names stand for one.</typeparam>
internal sealed class FileReferences<TFile>
    where TFile : notnull
{
    private readonly Dictionary<TFile, int> _counts = [];

    /// <summary>The files that something refers to.</summary>
    public IReadOnlyCollection<TFile> Files => _counts.Keys;

    /// <summary>Whether something refers to a file.</summary>
    public bool Has(TFile file) => _counts.ContainsKey(file);

    /// <summary>One more refers to these.</summary>
    public void Add(IEnumerable<TFile> files)
    {
        foreach (var file in files) _counts[file] = _counts.GetValueOrDefault(file) + 1;
    }

    /// <summary>One less refers to these.</summary>
    /// <returns>Those that nothing refers to any more.</returns>
    public IReadOnlyList<TFile> Release(IEnumerable<TFile> files)
    {
        var unused = new List<TFile>();
        foreach (var file in files)
        {
            if (--_counts[file] > 0) continue;
            _counts.Remove(file);
            unused.Add(file);
        }

        return unused;
    }
}
