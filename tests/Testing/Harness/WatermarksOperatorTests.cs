using CsCheck;
using FlowActors.Functions;
using FlowActors.Testing;

namespace FlowActors.Tests.Harness;

/// <summary>Timestamps and watermarks that are assigned in the middle of a stream.</summary>
public sealed class WatermarksOperatorTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    [Fact]
    public void The_watermark_follows_the_highest_timestamp_once_an_interval()
    {
        using var harness = Of(WatermarkStrategy.ForBoundedOutOfOrderness<long>(TimeSpan.FromMilliseconds(5)));
        harness.Process(100, timestamp: 100);
        harness.Process(90, timestamp: 90);
        harness.Process(200);
        Assert.Equal(["100", "90", "200"], Taken(harness));
        harness.AdvanceProcessingTime(Interval);
        Assert.Equal(["w94"], Taken(harness));
        harness.AdvanceProcessingTime(Interval);
        Assert.Empty(Taken(harness));
        harness.Process(110, timestamp: 110);
        harness.Process(120, timestamp: 120);
        harness.AdvanceProcessingTime(5 * Interval);
        Assert.Equal(["110", "120", "w114"], Taken(harness));
    }

    [Fact]
    public void Of_what_comes_before_only_the_end_passes()
    {
        using var harness = Of(WatermarkStrategy.ForMonotonousTimestamps<long>());
        harness.ProcessWatermark(500);
        harness.Idle();
        harness.Process(10, timestamp: 10);
        harness.Active();
        harness.EndInput();
        Assert.Equal(["10", $"w{Timestamps.MaxWatermark}"], Taken(harness));
    }

    [Fact]
    public void An_assigner_gives_the_timestamps()
    {
        using var extracted = Of(WatermarkStrategy.ForMonotonousTimestamps<long>().WithTimestampAssigner(x => x * 2));
        extracted.Process(5, timestamp: 1);
        Assert.Equal(new StreamRecord(5L, 10), extracted.Output[0]);
        using var assigned = Of(WatermarkStrategy.NoWatermarks<long>().WithTimestampAssigner((x, t) => t == Timestamps.None ? -x : x + t));
        assigned.Process(5, timestamp: 1);
        assigned.Process(5);
        assigned.AdvanceProcessingTime(Interval);
        Assert.Equal([new StreamRecord(5L, 6), new StreamRecord(5L, -5)], assigned.Output);
    }

    [Fact]
    public void The_least_timestamp_is_none_and_the_highest_leaves_event_time_just_before_its_end()
    {
        using var harness = Of(WatermarkStrategy.ForMonotonousTimestamps<long>().WithTimestampAssigner(x => x));
        harness.Process(Timestamps.None);
        harness.AdvanceProcessingTime(Interval);
        Assert.Equal([new StreamRecord(Timestamps.None)], harness.Output);
        harness.ClearOutput();
        harness.Process(long.MinValue + 1);
        harness.AdvanceProcessingTime(Interval);
        harness.Process(long.MaxValue);
        harness.AdvanceProcessingTime(Interval);
        Assert.Equal(
            [new StreamRecord(long.MinValue + 1, long.MinValue + 1), new StreamRecord(long.MaxValue, long.MaxValue), new Watermark(long.MaxValue - 1)],
            harness.Output);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_a_generator_says_at_a_record_stands_right_behind_it_and_what_goes_back_is_counted(bool oneSlot)
    {
        using var harness = Of(WatermarkStrategy.ForGenerator(() => new AtEvenRecords()), new HarnessSettings { OneSlotOutput = oneSlot });
        foreach (var value in new long[] { 10, 11, 20, 8, 30, 30 }) harness.Process(value, timestamp: value);
        Assert.Equal(["10", "w10", "11", "20", "w20", "8", "30", "w30", "30"], Taken(harness));
        Assert.Equal(1, harness.Metrics["numLateWatermarks"]);
    }

    [Fact]
    public void A_generator_may_be_periodic_and_speak_without_records()
    {
        using var harness = Of(WatermarkStrategy.ForGenerator(() => new Counter()));
        harness.AdvanceProcessingTime(Interval);
        harness.AdvanceProcessingTime(Interval);
        harness.AdvanceProcessingTime(Interval);
        harness.AdvanceProcessingTime(Interval);
        Assert.Equal(["w1", "w2", "idle", "active", "w4"], Taken(harness));
    }

    [Fact]
    public void Without_records_it_is_idle_where_the_program_says_after_how_long()
    {
        using var harness = Of(WatermarkStrategy.ForMonotonousTimestamps<long>().WithIdleness(TimeSpan.FromSeconds(1)));
        harness.Process(100, timestamp: 100);
        harness.AdvanceProcessingTime(Interval);
        harness.AdvanceProcessingTime(TimeSpan.FromMilliseconds(999));
        Assert.Equal(["100", "w99"], Taken(harness));
        harness.AdvanceProcessingTime(TimeSpan.FromMilliseconds(1));
        Assert.Equal(["idle"], Taken(harness));
        harness.Process(101, timestamp: 101);
        Assert.Equal(["active", "101"], Taken(harness));
        using var never = Of(WatermarkStrategy.ForMonotonousTimestamps<long>());
        never.AdvanceProcessingTime(TimeSpan.FromDays(1));
        Assert.Empty(Taken(never));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void It_is_as_far_after_a_restore_as_before(int parallelism)
    {
        using var harness = Of(WatermarkStrategy.ForBoundedOutOfOrderness<long>(TimeSpan.FromMilliseconds(5)));
        harness.Process(100, timestamp: 100);
        harness.AdvanceProcessingTime(Interval);
        harness.Process(110, timestamp: 110);
        using var restored = OperatorHarness.Restore(harness.Snapshot(), parallelism);
        Assert.All(restored.Subtasks, s => Assert.Equal([new Watermark(94)], s.Output));
        restored.AdvanceProcessingTime(Interval);
        Assert.All(restored.Subtasks, s => Assert.Equal([new Watermark(94), new Watermark(104)], s.Output));
    }

    [Fact]
    public void At_another_parallelism_the_earliest_counts()
    {
        using var harness = Of(WatermarkStrategy.ForMonotonousTimestamps<long>());
        harness.Process(100, timestamp: 100);
        harness.AdvanceProcessingTime(Interval);
        using var two = OperatorHarness.Restore(harness.Snapshot(), 2);
        two.Subtasks[1].Process(0, 200L, timestamp: 200);
        two.AdvanceProcessingTime(Interval);
        using var same = OperatorHarness.Restore(two.Snapshot(), 2);
        Assert.Equal([99, 199], same.Subtasks.Select(s => ((Watermark)s.Output[^1]).Timestamp));
        using var other = OperatorHarness.Restore(two.Snapshot(), 3);
        Assert.All(other.Subtasks, s => Assert.Equal([new Watermark(99)], s.Output));
    }

    [Fact]
    public void What_throws_names_the_operator()
    {
        using var assigner = Of(WatermarkStrategy.NoWatermarks<long>().WithTimestampAssigner(x => x > 1 ? throw new FormatException("broken") : x));
        assigner.Process(1);
        var error = Assert.Throws<OperatorFailedException>(() => assigner.Process(2));
        Assert.Equal("Timestamps/Watermarks", error.OperatorName);
        Assert.IsType<FormatException>(error.InnerException);
        using var generator = Of(WatermarkStrategy.ForGenerator(() => new Broken()));
        Assert.IsType<FormatException>(Assert.Throws<OperatorFailedException>(() => generator.AdvanceProcessingTime(Interval)).InnerException);
        var none = Assert.Throws<OperatorFailedException>(() => Of(WatermarkStrategy.ForGenerator<long>(() => null!)));
        Assert.Contains("gave null", none.InnerException!.Message, StringComparison.Ordinal);
        var shared = new Broken();
        var strategy = WatermarkStrategy.ForGenerator(() => shared);
        using var first = Of(strategy);
        Assert.Contains("belongs to", Assert.Throws<OperatorFailedException>(() => Of(strategy)).InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_built_in_generator_agrees_with_a_naive_model()
    {
        var step = Gen.Select(Gen.Int[0, 5], Gen.Long[0, 50]);
        Seeded.Check(
            Gen.Select(step.Array[0, 40], Gen.Int[0, 9]),
            run =>
            {
                var (steps, bound) = run;
                using var harness = Of(WatermarkStrategy.ForBoundedOutOfOrderness<long>(TimeSpan.FromMilliseconds(bound)));
                var (expected, max, said) = (new List<string>(), long.MinValue, long.MinValue);
                var (now, lookedAt, above) = (0L, 0L, 1_000L);
                foreach (var (kind, value) in steps)
                {
                    switch (kind)
                    {
                        case 0:
                            now += value * 10;
                            harness.AdvanceProcessingTime(TimeSpan.FromMilliseconds(value * 10));
                            // The clock starts at a whole interval.
                            if (now / 200 > lookedAt / 200 && max != long.MinValue && max - bound - 1 > said) expected.Add($"w{said = max - bound - 1}");
                            lookedAt = now;
                            break;
                        case 1:
                            harness.ProcessWatermark(above += value + 1);
                            break;
                        default:
                            harness.Process(value, timestamp: value);
                            expected.Add($"{value}");
                            max = Math.Max(max, value);
                            break;
                    }
                }

                Assert.Equal(expected, Taken(harness));
            },
            iterations: 500);
    }

    private static OperatorHarness<long, long> Of(WatermarkStrategy<long> strategy, HarnessSettings? settings = null) =>
        OperatorHarness.Of<long, long>(s => s.AssignTimestampsAndWatermarks(strategy), settings);

    private static string[] Taken(OperatorHarness<long, long> harness)
    {
        string[] taken = [.. harness.Output.Select(e => e switch
        {
            StreamRecord record => $"{record.Value}",
            Watermark watermark => $"w{watermark.Timestamp}",
            WatermarkStatus { IsActive: true } => "active",
            _ => "idle",
        })];
        harness.ClearOutput();
        return taken;
    }

    private sealed class AtEvenRecords : IWatermarkGenerator<long>
    {
        public void OnEvent(long value, long timestamp, IWatermarkOutput output)
        {
            if (value % 2 == 0) output.EmitWatermark(timestamp);
        }

        public void OnPeriodicEmit(IWatermarkOutput output)
        {
        }
    }

    private sealed class Counter : IWatermarkGenerator<long>
    {
        private int _count;

        public void OnEvent(long value, long timestamp, IWatermarkOutput output)
        {
        }

        public void OnPeriodicEmit(IWatermarkOutput output)
        {
            if (++_count == 3) output.MarkIdle();
            else output.EmitWatermark(_count);
        }
    }

    private sealed class Broken : IWatermarkGenerator<long>
    {
        public void OnEvent(long value, long timestamp, IWatermarkOutput output)
        {
        }

        public void OnPeriodicEmit(IWatermarkOutput output) => throw new FormatException("broken");
    }
}
