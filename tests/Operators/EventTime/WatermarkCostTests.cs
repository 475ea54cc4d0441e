using FlowActors.Functions;
using FlowActors.Operators;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.EventTime;

public sealed class WatermarkCostTests
{
    private const int Records = 10_000;

    private static readonly WatermarkStrategy<long> Strategy =
        WatermarkStrategy.ForBoundedOutOfOrderness<long>(TimeSpan.FromSeconds(1)).WithTimestampAssigner(x => x);

    [Fact]
    public void A_record_of_an_operator_allocates_nothing()
    {
        using var harness = new OperatorHarness<long, long>(new WatermarksOperator<long>(Strategy));
        harness.Output.Values.EnsureCapacity(2 * Records);
        harness.Output.Timestamps.EnsureCapacity(2 * Records);
        Assert.Equal(0, AllocatedBy(() =>
        {
            for (var i = 0L; i < Records; i++) harness.SendAt(i, i);
        }));
        Assert.Equal(2 * Records, harness.Values.Count);
    }

    [Fact]
    public void Combining_allocates_nothing()
    {
        var combiner = new EventTimeCombiner(new Nothing());
        var parts = Enumerable.Range(0, 1_000).Select(_ => new EventTimePart()).ToArray();
        foreach (var part in parts) combiner.Add(part);
        combiner.Flush();
        Assert.Equal(0, AllocatedBy(() =>
        {
            for (var i = 0L; i < Records; i++) combiner.Rise(parts[1 + (i % 999)], i);
        }));
        combiner.Rise(parts[0], 5);
        Assert.Equal(5, combiner.Watermark);
    }

    private static long AllocatedBy(Action action)
    {
        action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private sealed class Nothing : IEventTime
    {
        public void Watermark(long timestamp)
        {
        }

        public void Status(bool active)
        {
        }
    }
}
