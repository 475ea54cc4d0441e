using FlowActors.Paths;

namespace FlowActors.Sources;

/// <summary>
/// Tells of the files that looks find which are new and whole: those that two looks, one after the other, found with the same length and the
/// same last write. An empty one is waited for: it holds no line yet.
/// </summary>
internal sealed class WholeFiles
{
    private Dictionary<string, PathStatus> _before = [];

    /// <summary>Takes what a look has found.</summary>
    /// <returns>Those to be read, in the order in which they were found.</returns>
    public IReadOnlyList<FoundFile> Take(IReadOnlyList<FoundFile> found, KnownFiles known)
    {
        // Two paths may find another file each under one name, where it is replaced between them.
        var fresh = found
            .Where(file => file.Status.Length > 0 && !known.Recognize(file))
            .DistinctBy(file => file.Path, StringComparer.Ordinal)
            .ToList();
        var whole = fresh.Where(file => _before.TryGetValue(file.Path, out var before) && before == file.Status).ToList();
        _before = fresh.ToDictionary(file => file.Path, file => file.Status, StringComparer.Ordinal);
        return whole;
    }
}
