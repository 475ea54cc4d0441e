namespace FlowActors.Bench.Work;

/// <summary>
/// The work of the chain: the longs from 0 on through map, filter, map and sum. Every contender calls these same four
/// delegates.
/// </summary>
internal sealed class ChainWork
{
    public Func<long, long> First { get; } = static x => (3 * x) + 1;

    /// <summary>Lets seven of eight pass.</summary>
    public Func<long, bool> Filter { get; } = static x => (x & 7) != 0;

    public Func<long, long> Second { get; } = static x => x >> 1;

    public Func<long, long, long> Sum { get; } = static (sum, x) => sum + x;

    /// <summary>The sum over the first so many longs, by a plain loop.</summary>
    public static long Expected(long records)
    {
        var sum = 0L;
        for (var i = 0L; i < records; i++)
        {
            var x = (3 * i) + 1;
            if ((x & 7) != 0) sum += x >> 1;
        }

        return sum;
    }
}
