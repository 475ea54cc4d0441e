namespace FlowActors.Bench.Work;

/// <summary>The delegates that all contenders of <c>operators</c> call, and what must come of them.</summary>
internal sealed class OperatorsWork
{
    /// <summary>How many records are broadcast.</summary>
    public const long Rules = 8;

    public Func<long, long> First { get; } = static x => (3 * x) + 1;

    public Func<long, long> Second { get; } = static x => x >> 1;

    /// <summary>The rule by which a record is treated.</summary>
    public Func<long, long> Rule { get; } = static x => x & (Rules - 1);

    /// <summary>True for every fourth record.</summary>
    public Func<long, bool> IsAside { get; } = static x => (x & 3) == 0;

    public Func<long, long, long> Sum { get; } = static (sum, x) => sum + x;

    /// <summary>The longs from 0 on through the first and the second map, so many through each.</summary>
    public static long Connected(long each)
    {
        var sum = 0L;
        for (var i = 0L; i < each; i++) sum += (3 * i) + 1 + (i >> 1);
        return sum;
    }

    /// <summary>
    /// The longs from 0 on, and the rules. A rule adds nothing to a record, as the engine reads the two sides in no order, but it is
    /// looked up.
    /// </summary>
    public static long Broadcast(long records) => SumBelow(records) + SumBelow(Rules);

    /// <summary>The longs from 0 on, whichever output they leave by; those aside go through the first map.</summary>
    public static long SideOutput(long records)
    {
        var sum = 0L;
        for (var i = 0L; i < records; i++) sum += (i & 3) == 0 ? (3 * i) + 1 : i;
        return sum;
    }

    private static long SumBelow(long count) => count * (count - 1) / 2;
}
