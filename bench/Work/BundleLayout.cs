namespace FlowActors.Bench.Work;

/// <summary>
/// Which key groups lie in one database: all of a subtask, or those of a fixed bundle, of which a subtask has some. Bundles are dealt out whole, as key groups are
/// dealt out one by one.
/// </summary>
/// <param name="bundles">How many a subtask has at <see cref="Parallelism"/>; one is the whole subtask.</param>
internal sealed class BundleLayout(int bundles)
{
    /// <summary>The number of key groups.</summary>
    public const int MaxParallelism = 128;

    /// <summary>How many subtasks write the state.</summary>
    public const int Parallelism = 2;

    /// <summary>How many others take it over.</summary>
    public const int OtherParallelism = 3;

    public int Bundles => bundles;

    /// <summary>The key groups of each database of a subtask.</summary>
    /// <param name="subtask">Its index.</param>
    /// <param name="parallelism">How many there are.</param>
    public IReadOnlyList<KeyGroupRange> Of(int subtask, int parallelism)
    {
        if (bundles == 1) return [KeyGroups.RangeOf(subtask, MaxParallelism, parallelism)];
        var all = bundles * Parallelism;
        var own = KeyGroups.RangeOf(subtask, all, parallelism);
        return [.. Enumerable.Range(own.Start, own.Count).Select(bundle => KeyGroups.RangeOf(bundle, MaxParallelism, all))];
    }
}
