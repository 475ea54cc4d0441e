using CsCheck;
using FlowActors.Functions;
using FlowActors.Operators;
using FlowActors.Sources;
using FlowActors.Testing;

namespace FlowActors.Tests.Sources;

/// <summary>Watermarks of a source's splits, combined.</summary>
public sealed class SourceEventTimeTests
{
    private const int Bound = 5;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);
    private static readonly WatermarkStrategy<long> Bounded = WatermarkStrategy.ForBoundedOutOfOrderness<long>(TimeSpan.FromMilliseconds(Bound));

    [Fact]
    public void The_slowest_split_holds_the_others_back_until_it_has_ended()
    {
        var source = new PartitionedSource(Boundedness.Unbounded, "a", "b");
        using var harness = Of(source, Bounded);
        source.Add("a", 100, 90);
        source.Add("b", 50);
        Assert.Equal(["50", "90", "100"], Read(harness).Order(StringComparer.Ordinal).OrderBy(long.Parse));
        Assert.Equal(["w44"], Next(harness));
        source.Add("b", 60);
        Assert.Equal(["60"], Read(harness));
        source.End("b");
        Assert.Equal(["w94"], Read(harness));
        Assert.Empty(Next(harness));
        source.End("a");
        Assert.Equal([$"w{Timestamps.MaxWatermark}"], Read(harness));
    }

    [Fact]
    public void A_split_that_has_nothing_for_a_minute_is_idle_until_its_next_record()
    {
        var source = new PartitionedSource(Boundedness.Unbounded, "a", "b");
        using var harness = Of(source, Bounded);
        source.Add("a", 100);
        source.Add("b", 50);
        Read(harness);
        Next(harness, Minute - Interval);
        source.Add("a", 200);
        Read(harness);
        // b alone is idle: nothing holds a back.
        Assert.Equal(["w194"], Next(harness));
        Assert.Equal(["idle"], Next(harness, Minute));
        source.Add("b", 60);
        Assert.Equal(["active", "60"], Read(harness));
        // It is behind, and does not count.
        Assert.Empty(Next(harness));
        source.Add("b", 300);
        Assert.Equal(["300"], Read(harness));
        Assert.Equal(["w294"], Next(harness));
    }

    [Fact]
    public void Nothing_is_idle_in_a_source_that_ends_or_where_the_program_says_so()
    {
        var bounded = new PartitionedSource(Boundedness.Bounded, "a");
        using var first = Of(bounded, Bounded);
        Read(first);
        Assert.Empty(Next(first, 10 * Minute));
        var unbounded = new PartitionedSource(Boundedness.Unbounded, "a");
        using var second = Of(unbounded, Bounded.WithoutIdleness());
        Read(second);
        Assert.Empty(Next(second, 10 * Minute));
        using var third = Of(bounded, Bounded.WithIdleness(TimeSpan.FromSeconds(1)));
        Read(third);
        Assert.Equal(["idle"], Next(third, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void A_split_with_records_is_not_idle_however_long_they_wait()
    {
        var source = new PartitionedSource(Boundedness.Unbounded, "a", "b");
        using var harness = Of(source, Bounded, new SourceHarnessSettings { OneSlotOutput = true });
        source.Add("a", [.. Enumerable.Range(0, 10).Select(i => 100L + i)]);
        source.Add("b", 50, 150);
        for (var i = 0; i < 10; i++)
        {
            harness.Read(1);
            harness.AdvanceProcessingTime(Minute);
        }

        Assert.DoesNotContain(new WatermarkStatus(false), harness.Output());
        Assert.DoesNotContain(harness.Output(), e => e is Watermark { Timestamp: > 50 });
    }

    [Fact]
    public void A_rate_is_no_idleness()
    {
        using var harness = SourceHarness.Of(env => env.FromSource(Source.Generate(null, i => i, recordsPerSecond: 0.001), Bounded, "slow"));
        Assert.Equal(Progress.Waiting, harness.Read());
        harness.AdvanceProcessingTime(5 * Minute);
        harness.Read();
        Assert.DoesNotContain(new WatermarkStatus(false), harness.Output());
    }

    [Fact]
    public void What_a_generator_says_at_a_record_stands_right_behind_it()
    {
        var source = new PartitionedSource(Boundedness.Unbounded, "a");
        using var harness = Of(source, WatermarkStrategy.ForGenerator(() => new AtEachRecord()));
        source.Add("a", 10, 30, 20, 40);
        Assert.Equal(["10", "w10", "30", "w30", "20", "40", "w40"], Read(harness));
        Assert.Equal(1, harness.Metrics()["numLateWatermarks"]);
    }

    [Fact]
    public void A_strategy_speaks_instead_of_the_reader()
    {
        var source = new TestingSource<long>();
        source.Emit(7, timestamp: 1);
        source.Watermark(100);
        source.Idle();
        using var harness = SourceHarness.Of(env => env.FromSource(source, Bounded.WithTimestampAssigner((r, t) => (r * 10) + t), "by hand"));
        harness.Read();
        Assert.Equal([new StreamRecord(7L, 71)], harness.Output());
        harness.AdvanceProcessingTime(Interval);
        harness.Read();
        Assert.Equal(new Watermark(65), harness.Output()[^1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_restored_source_is_as_far_as_it_was(int parallelism)
    {
        var source = new PartitionedSource(Boundedness.Unbounded, "a", "b");
        using var harness = Of(source, WatermarkStrategy.ForGenerator(() => new AtEachRecord()));
        source.Add("a", 100);
        source.Add("b", 50);
        Read(harness);
        using var restored = SourceHarness.Restore(harness.Snapshot(), parallelism);
        source.Add("a", 70);
        source.Add("b", 40);
        restored.Read();
        // Of two readers each has one split, and is as far as that.
        long[] reached = parallelism == 1 ? [50] : [100, 50];
        Assert.All(reached, (watermark, subtask) => Assert.Equal([new Watermark(watermark)], restored.Output(subtask).OfType<Watermark>()));

        // What a new generator says below what was said before is not counted.
        Assert.DoesNotContain("numLateWatermarks", restored.Metrics().Names);
    }

    [Fact]
    public void The_splits_of_a_stage_that_was_read_hold_nobody_back()
    {
        var stream = new TestingSource<int>(Boundedness.Unbounded);
        var strategy = WatermarkStrategy.ForMonotonousTimestamps<int>();
        using var harness = SourceHarness.Of(env => env.FromSource(HybridSource.Of(new CountedSource()).Then(stream), strategy, "both"));
        harness.Read();
        stream.Emit(7, timestamp: 700);
        harness.Read();
        harness.AdvanceProcessingTime(Interval);
        harness.Read();
        Assert.Equal(new Watermark(699), harness.Output()[^1]);
    }

    [Fact]
    public void Splits_of_a_source_that_says_nothing_are_idle_until_one_of_them_does()
    {
        using var silent = SourceHarness.Of(new CountedSource());
        silent.Read(1);
        Assert.Equal([new WatermarkStatus(false), new StreamRecord(0, 0)], silent.Output());
        var byHand = new TestingSource<int>(Boundedness.Unbounded);
        using var speaking = SourceHarness.Of(byHand);
        byHand.Watermark(10);
        byHand.Idle();
        byHand.Watermark(5);
        byHand.Watermark(20);
        speaking.Read();
        Assert.Equal([new Watermark(10), new WatermarkStatus(false), new WatermarkStatus(true), new Watermark(20)], speaking.Output());
        Assert.Equal(1, speaking.Metrics()["numLateWatermarks"]);
    }

    [Fact]
    public void A_function_that_throws_names_the_source()
    {
        var source = new PartitionedSource(Boundedness.Unbounded, "a");
        using var harness = Of(source, Bounded.WithTimestampAssigner(r => r == 2 ? throw new FormatException("broken") : r));
        source.Add("a", 1, 2, 3);
        var error = Assert.Throws<OperatorFailedException>(() => harness.Read());
        Assert.Contains("'events'", error.Message, StringComparison.Ordinal);
        Assert.IsType<FormatException>(error.InnerException);
    }

    [Fact]
    public void Splits_with_idleness_and_ends_agree_with_a_naive_model()
    {
        var step = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 2], Gen.Long[0, 60]);
        Seeded.Check(
            step.Array[0, 40],
            steps =>
            {
                var source = new PartitionedSource(Boundedness.Unbounded, "0", "1", "2");
                using var harness = Of(source, Bounded.WithIdleness(TimeSpan.FromSeconds(1)));
                var model = new NaiveSplits(3, Bound, idleAfter: 1_000, interval: 200, now: harness.Clock.GetUtcNow().ToUnixTimeMilliseconds());
                Read(harness);
                foreach (var (kind, split, value) in steps)
                {
                    if (kind < 5 && !model.HasEnded(split))
                    {
                        source.Add($"{split}", value);
                        model.Record(split, value);
                    }
                    else if (kind == 5 && !model.HasEnded(split))
                    {
                        source.End($"{split}");
                        model.End(split);
                    }
                    else
                    {
                        harness.AdvanceProcessingTime(TimeSpan.FromMilliseconds(value * 20));
                        model.Advance(value * 20);
                    }

                    Assert.Equal(model.Taken(), Read(harness));
                    if (model.AllEnded) break;
                }
            },
            iterations: 500);
    }

    private static SourceHarness<long> Of(PartitionedSource source, WatermarkStrategy<long> strategy, SourceHarnessSettings? settings = null) =>
        SourceHarness.Of(env => env.FromSource(source, strategy, "events"), settings);

    private static string[] Next(SourceHarness<long> harness, TimeSpan? by = null)
    {
        harness.AdvanceProcessingTime(by ?? Interval);
        return Read(harness);
    }

    private static string[] Read(SourceHarness<long> harness)
    {
        harness.Read();
        string[] read = [.. harness.Output().Select(e => e switch
        {
            StreamRecord record => $"{record.Value}",
            Watermark watermark => $"w{watermark.Timestamp}",
            WatermarkStatus { IsActive: true } => "active",
            _ => "idle",
        })];
        harness.ClearOutput();
        return read;
    }

    private sealed class AtEachRecord : IWatermarkGenerator<long>
    {
        public void OnEvent(long value, long timestamp, IWatermarkOutput output) => output.EmitWatermark(timestamp);

        public void OnPeriodicEmit(IWatermarkOutput output)
        {
        }
    }
}
