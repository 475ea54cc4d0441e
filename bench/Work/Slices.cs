namespace FlowActors.Bench.Work;

/// <summary>
/// Loops over many records call a method for each slice of them, so that the method is called often enough to be compiled
/// with full optimization and its profile, as code that an engine calls again and again is.
/// </summary>
internal static class Slices
{
    public const int Records = 4096;

    public static IEnumerable<(long From, long To)> Of(long records)
    {
        for (var from = 0L; from < records; from += Records) yield return (from, Math.Min(from + Records, records));
    }
}
