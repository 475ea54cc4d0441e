namespace FlowActors.Bench.Work;

/// <summary>Records that lie in memory before a run begins, and that a run goes through again and again.</summary>
/// <param name="Table">A multiple of <see cref="LotRecords"/>.</param>
/// <param name="Passes">How often a run goes through it.</param>
/// <param name="Expected">The sum that a run must give.</param>
internal sealed record HotTable<T>(T[] Table, int Passes, long Expected)
{
    /// <summary>So many records are worked on at a time: a full batch of the default size.</summary>
    public const int LotRecords = 1024;

    public long Records => (long)Table.Length * Passes;
}
