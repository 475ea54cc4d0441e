using FlowActors.Functions;
using FlowActors.Sources;
using FlowActors.Testing;
using FlowActors.Tests.Sources;

namespace FlowActors.Tests.Jobs;

/// <summary>Watermarks in whole jobs, in virtual time.</summary>
public sealed class WatermarkJobTests(FlowActorsTestKit kit) : IClassFixture<FlowActorsTestKit>
{
    [Fact]
    public async Task Timers_fire_by_the_watermarks_of_two_splits_of_which_one_becomes_idle()
    {
        var env = kit.CreateEnvironment().SetParallelism(1);
        var source = new PartitionedSource(Boundedness.Unbounded, "a", "b");
        var stream = env.FromSource(source, WatermarkStrategy.ForGenerator(() => new AtEachRecord()), "events");
        var results = kit.Collect(stream.KeyBy(x => x % 10).Process(() => new Echo()));
        var job = await kit.StartAsync(env);
        source.Add("b", 50);
        source.Add("a", 100);
        Assert.Equal(["100", "50"], (await results.NextAsync(2)).Order(StringComparer.Ordinal));
        // The timers are for 60 and 110, and b comes to 70 only.
        source.Add("b", 70);
        Assert.Equal(["70", "0 again at 60"], await results.NextAsync(2));
        // Time goes by, and b has nothing.
        List<string> seen = [];
        for (var next = 201; !seen.Contains("0 again at 80"); next++)
        {
            Assert.InRange(next, 0, 230);
            source.Add("a", next);
            while (seen.LastOrDefault() != $"{next}") seen.Add(await results.NextAsync());
            kit.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.True(seen.Count(s => !s.Contains("again", StringComparison.Ordinal)) >= 6, "It was idle before its time.");
        Assert.Contains("0 again at 110", seen);
        source.End("a");
        source.End("b");
        await kit.EndAsync(job);
        Assert.Contains("1 again at 211", results.All);
    }

    [Fact]
    public async Task Periodic_watermarks_come_as_the_clock_moves()
    {
        var env = kit.CreateEnvironment().SetParallelism(1).SetWatermarkInterval(TimeSpan.FromSeconds(1));
        var source = new TestingSource<long>();
        var stream = env.FromTestingSource(source).AssignTimestampsAndWatermarks(
            WatermarkStrategy.ForMonotonousTimestamps<long>().WithTimestampAssigner(x => x));
        var results = kit.Collect(stream.KeyBy(x => x % 10).Process(() => new Echo()));
        var job = await kit.StartAsync(env);
        source.Emit(10);
        source.Emit(21);
        Assert.Equal(["10", "21"], (await results.NextAsync(2)).Order(StringComparer.Ordinal));
        var timer = results.NextAsync();
        while (!timer.IsCompleted)
        {
            kit.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal("0 again at 20", await timer);
        source.End();
        await kit.EndAsync(job);
        Assert.Equal("1 again at 31", results.All[^1]);
    }

    [Fact]
    public async Task An_assigner_that_throws_names_the_source_and_the_record()
    {
        var env = kit.CreateEnvironment().SetParallelism(1).ShowRecordsInFailures();
        var source = new PartitionedSource(Boundedness.Unbounded, "a");
        var strategy = WatermarkStrategy.ForMonotonousTimestamps<long>().WithTimestampAssigner(x => x == 2 ? throw new FormatException("broken") : x);
        kit.Collect(env.FromSource(source, strategy, "events"));
        var job = await kit.StartAsync(env);
        source.Add("a", 1, 2, 3);
        var error = await Assert.ThrowsAsync<JobFailedException>(() => kit.EndAsync(job));
        Assert.Equal("events", error.Failure.Operator);
        Assert.Equal("2", error.Failure.Record);
        Assert.IsType<FormatException>(error.InnerException);
    }

    private sealed class AtEachRecord : IWatermarkGenerator<long>
    {
        public void OnEvent(long value, long timestamp, IWatermarkOutput output) => output.EmitWatermark(timestamp);

        public void OnPeriodicEmit(IWatermarkOutput output)
        {
        }
    }

    /// <summary>Says each number, and its last digit again 10 ms later.</summary>
    private sealed class Echo : KeyedProcessFunction<long, long, string>
    {
        public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<string> output)
        {
            context.TimerService.RegisterEventTimeTimer(context.Timestamp!.Value + 10);
            output.Collect($"{value}");
        }

        public override void OnTimer(long timestamp, IOnTimerContext<long> context, Collector<string> output) =>
            output.Collect($"{context.CurrentKey} again at {timestamp}");
    }
}
