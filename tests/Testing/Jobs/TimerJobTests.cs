using FlowActors.Functions;
using FlowActors.Testing;

namespace FlowActors.Tests.Jobs;

/// <summary>Timers in whole jobs, in virtual time.</summary>
public sealed class TimerJobTests(FlowActorsTestKit kit) : IClassFixture<FlowActorsTestKit>
{
    [Fact]
    public async Task Timers_of_event_time_fire_as_watermarks_come_and_all_of_them_at_the_end()
    {
        var env = kit.CreateEnvironment();
        var source = new TestingSource<string>();
        var results = kit.Collect(env.FromTestingSource(source).KeyBy(w => w).Process(() => new Echo(TimeDomain.EventTime)));
        var job = await kit.StartAsync(env);
        source.Emit("to", timestamp: 10);
        source.Emit("be", timestamp: 30);
        Assert.Equal(["be", "to"], (await results.NextAsync(2)).Order(StringComparer.Ordinal));
        source.Watermark(20);
        Assert.Equal("to again at 20", await results.NextAsync());
        source.End();
        await kit.EndAsync(job);
        Assert.Equal(["be again at 40"], results.All.Skip(3));
    }

    [Fact]
    public async Task Timers_of_processing_time_fire_as_the_clock_moves_and_the_end_drops_them()
    {
        var env = kit.CreateEnvironment();
        var source = new TestingSource<string>();
        var results = kit.Collect(env.FromTestingSource(source).KeyBy(w => w).Process(() => new Echo(TimeDomain.ProcessingTime)));
        var job = await kit.StartAsync(env);
        source.Emit("to", timestamp: 10);
        Assert.Equal("to", await results.NextAsync());
        var due = kit.Clock.GetUtcNow().ToUnixTimeMilliseconds() + 10;
        kit.Clock.Advance(TimeSpan.FromMilliseconds(11));
        Assert.Equal($"to again at {due}", await results.NextAsync());
        source.Emit("be", timestamp: 30);
        Assert.Equal("be", await results.NextAsync());
        source.End();
        await kit.EndAsync(job);
        Assert.Equal(3, results.All.Count);
    }

    [Fact]
    public async Task A_timer_that_fails_names_its_operator()
    {
        var env = kit.CreateEnvironment();
        var source = new TestingSource<string>();
        kit.Collect(env.FromTestingSource(source).KeyBy(w => w).Process(() => new Failing()).WithName("alarms"));
        var job = await kit.StartAsync(env);
        source.Emit("to");
        source.Watermark(5);
        var error = await Assert.ThrowsAsync<JobFailedException>(() => kit.EndAsync(job));
        Assert.Equal("alarms", error.Failure.Operator);
        Assert.IsType<FormatException>(error.InnerException);
    }

    /// <summary>Says each word, and again 10 ms later.</summary>
    private sealed class Echo(TimeDomain domain) : KeyedProcessFunction<string, string, string>
    {
        public override void ProcessElement(string value, IKeyedProcessContext<string> context, Collector<string> output)
        {
            var timers = context.TimerService;
            if (domain == TimeDomain.EventTime) timers.RegisterEventTimeTimer(context.Timestamp!.Value + 10);
            else timers.RegisterProcessingTimeTimer(timers.CurrentProcessingTime + 10);
            output.Collect(value);
        }

        public override void OnTimer(long timestamp, IOnTimerContext<string> context, Collector<string> output) =>
            output.Collect($"{context.CurrentKey} again at {timestamp}");
    }

    private sealed class Failing : KeyedProcessFunction<string, string, string>
    {
        public override void ProcessElement(string value, IKeyedProcessContext<string> context, Collector<string> output) =>
            context.TimerService.RegisterEventTimeTimer(1);

        public override void OnTimer(long timestamp, IOnTimerContext<string> context, Collector<string> output) => throw new FormatException("broken");
    }
}
