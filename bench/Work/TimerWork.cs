namespace FlowActors.Bench.Work;

/// <summary>Timers to be set, each of another key. The sum of a run weights each time by its turn, so that another order gives another one.</summary>
/// <param name="Keys">The keys, in the order of setting.</param>
/// <param name="Times">Their times in ms.</param>
/// <param name="Deleted">So many are deleted again before the first is taken: the first ones that were set.</param>
internal sealed record TimerWork<TKey>(TKey[] Keys, long[] Times, int Deleted)
{
    public long Expected
    {
        get
        {
            var left = Times[Deleted..];
            Array.Sort(left);
            var sum = 0L;
            for (var i = 0; i < left.Length; i++) sum = Add(sum, i, left[i]);
            return sum;
        }
    }

    public static long Add(long sum, int turn, long time) => sum + ((turn + 1) * time);
}

/// <summary>The timers of the case.</summary>
internal static class TimerWorks
{
    public const int Timers = 1_000_000;

    private const long Stride = 7_919; // has no divisor in common with the number of timers

    public static TimerWork<long> OfLongs(int deleted = 0, int times = Timers) => Of(i => i * Stride % Timers, deleted, times);

    public static TimerWork<string> OfStrings() => Of(i => $"sensor {i * Stride % Timers}", 0, Timers);

    private static TimerWork<TKey> Of<TKey>(Func<long, TKey> keyOf, int deleted, int times) => new(
        [.. Enumerable.Range(0, Timers).Select(i => keyOf(i))],
        [.. Enumerable.Range(0, Timers).Select(i => 1_700_000_000_000L + Uniform.Index(i, times))],
        deleted);
}
