using FlowActors.Examples.Sensors;
using FlowActors.Testing;

namespace FlowActors.Tests.Examples.Sensors;

public class SensorWatchTests
{
    private const long Silence = 10;

    [Fact]
    public void A_sensor_is_silent_once_the_watermark_has_reached_its_deadline_also_after_a_restore()
    {
        using var harness = Watch();
        harness.Process(new Reading("attic", 1, 20), timestamp: 1);
        harness.Process(new Reading("cellar", 5, 8), timestamp: 5);

        using var restored = OperatorHarness.Restore(harness.Snapshot(), parallelism: 2);
        restored.ProcessWatermark(10);
        Assert.Empty(restored.Subtasks.SelectMany(s => s.SideOutput(SensorWatch.Silences)));
        restored.ProcessWatermark(11);
        Assert.Equal([new Silence("attic", 1)], restored.Subtasks.SelectMany(s => s.SideOutput(SensorWatch.Silences)));
    }

    [Fact]
    public void A_silence_that_no_watermark_has_told_of_is_told_of_by_the_next_reading()
    {
        using var harness = Watch();
        harness.Process(new Reading("attic", 1, 20), timestamp: 1);
        harness.Process(new Reading("attic", 12, 20), timestamp: 12);
        harness.ProcessWatermark(12);
        Assert.Equal([new Silence("attic", 1)], harness.SideOutput(SensorWatch.Silences));
    }

    [Fact]
    public void A_silence_is_told_of_once()
    {
        using var harness = Watch();
        harness.Process(new Reading("attic", 1, 20), timestamp: 1);
        harness.ProcessWatermark(11);
        harness.Process(new Reading("attic", 12, 20), timestamp: 12);
        Assert.Equal([new Silence("attic", 1)], harness.SideOutput(SensorWatch.Silences));
    }

    [Fact]
    public void A_sensor_that_speaks_in_time_is_not_silent_nor_is_any_at_the_end_of_the_input()
    {
        using var harness = Watch();
        harness.Process(new Reading("attic", 1, 20), timestamp: 1);
        harness.Process(new Reading("attic", 11, 20), timestamp: 11);
        harness.Process(new Reading("attic", 3, 20), timestamp: 3);
        harness.ProcessWatermark(20);
        harness.EndInput();
        Assert.Empty(harness.SideOutput(SensorWatch.Silences));
        Assert.Equal([1, 2, 3], harness.Records.Select(s => s.Count));
    }

    [Fact]
    public void Welfords_method_keeps_its_precision_far_from_zero()
    {
        var statistics = new[] { 4, 7, 13, 16 }.Aggregate(Statistics.Of("attic"), (s, value) => s.Add(1e9 + value));
        Assert.Equal((4, 1e9 + 4, 1e9 + 16, 1e9 + 10), (statistics.Count, statistics.Min, statistics.Max, statistics.Mean));
        Assert.Equal(Math.Sqrt(30), statistics.StandardDeviation, 1e-12);
        Assert.Equal(0, Statistics.Of("attic").Add(5).StandardDeviation);
    }

    private static OperatorHarness<Reading, Statistics> Watch() => OperatorHarness.Of<Reading, Statistics>(readings =>
    {
        var statistics = readings.KeyBy(r => r.Sensor).Process(() => new SensorWatch(Silence));
        statistics.GetSideOutput(SensorWatch.Silences);
        return statistics;
    });
}
