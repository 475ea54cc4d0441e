using FlowActors.Functions;
using FlowActors.Testing;

namespace FlowActors.Tests.Harness;

/// <summary>As many timers as a large job has in one subtask.</summary>
public sealed class MillionsOfTimersTests
{
    private const int Keys = 2_000;
    private const int TimersOfKey = 1_000;

    // A prime above the number of timers: each number times another is another time, far from that of the one before.
    private const long Times = 2_000_003;
    private const long Stride = 1_234_577;

    // Code of a Debug build takes some 15 s; a queue that looks at all timers for each takes hours.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public Task Two_million_are_set_and_fire_in_order_in_seconds() => Task.Run(() =>
    {
        var fired = new List<long>(Keys * TimersOfKey);
        using var harness = OperatorHarness.Of<long, long>(keys => keys.KeyBy(key => key).Process(() => new Many(fired)));
        for (var key = 0L; key < Keys; key++) harness.Process(key);

        harness.ProcessWatermark(Times / 2);
        Assert.Equal(Made().Count(time => time <= Times / 2), fired.Count);
        harness.ProcessWatermark(Times);
        Assert.True(Made().Order().SequenceEqual(fired), "They fired in another order.");
    }).WaitAsync(Limit);

    private static IEnumerable<long> Made() => Enumerable.Range(0, Keys).SelectMany(key => Enumerable.Range(0, TimersOfKey).Select(i => TimeOf(key, i)));

    private static long TimeOf(long key, int timer) => ((key * TimersOfKey) + timer) * Stride % Times;

    private sealed class Many(List<long> fired) : KeyedProcessFunction<long, long, long>
    {
        public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<long> output)
        {
            for (var i = 0; i < TimersOfKey; i++) context.TimerService.RegisterEventTimeTimer(TimeOf(value, i));
        }

        public override void OnTimer(long timestamp, IOnTimerContext<long> context, Collector<long> output) => fired.Add(timestamp);
    }
}
