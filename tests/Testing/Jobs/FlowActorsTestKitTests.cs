using FlowActors.Functions;
using FlowActors.Sources;
using FlowActors.Testing;

namespace FlowActors.Tests.Jobs;

public sealed class FlowActorsTestKitTests(FlowActorsTestKit kit) : IClassFixture<FlowActorsTestKit>
{
    [Fact]
    public async Task A_source_is_driven_by_hand_and_results_are_awaited()
    {
        var env = kit.CreateEnvironment();
        var source = new TestingSource<string>();
        var results = kit.Collect(env.FromTestingSource(source).KeyBy(w => w).Count());
        var job = await kit.StartAsync(env);
        source.Emit("to");
        Assert.Equal(new("to", 1), await results.NextAsync());
        source.Emit("be");
        source.Emit("to");
        Assert.Equal([new("be", 1), new("to", 2)], (await results.NextAsync(2)).OrderBy(r => r.Key));
        source.End();
        await kit.EndAsync(job);
        Assert.Equal(3, results.All.Count);
    }

    [Fact]
    public async Task The_time_of_jobs_is_the_tests()
    {
        var env = kit.CreateEnvironment();
        var source = new TestingSource<int>();
        var results = kit.Collect(env.FromTestingSource(source).Process(() => new Reading()));
        var job = await kit.StartAsync(env);
        source.Emit(1);
        var first = await results.NextAsync();
        Assert.Equal(kit.Clock.GetUtcNow().ToUnixTimeMilliseconds(), first);
        kit.Clock.Advance(TimeSpan.FromDays(1));
        source.Emit(1);
        Assert.Equal(first + 86_400_000, await results.NextAsync());
        source.End();
        await kit.EndAsync(job);
    }

    [Fact]
    public async Task The_time_of_enumerators_is_the_tests_too()
    {
        var folder = Directory.CreateTempSubdirectory("flowactors-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "a.txt"), "to be\n");
            var env = kit.CreateEnvironment();
            var results = kit.Collect(env.ReadTextFile(new TextFileSettings { MonitorInterval = TimeSpan.FromHours(1) }, folder.FullName));
            var job = await kit.StartAsync(env);
            // A file is taken by its second look, an hour of the job's after the first, which nobody tells when it was.
            var first = results.NextAsync();
            while (!first.IsCompleted)
            {
                kit.Clock.Advance(TimeSpan.FromHours(1));
                await Task.Yield();
            }

            Assert.Equal("to be", await first);
            await job.CancelAsync();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Event_time_comes_from_the_test()
    {
        var env = kit.CreateEnvironment().SetParallelism(1);
        var source = new TestingSource<int>();
        var results = kit.Collect(env.FromTestingSource(source).Process(() => new Behind()));
        var job = await kit.StartAsync(env);
        source.Emit(1, timestamp: 5);
        source.Watermark(10);
        source.Idle();
        source.Active();
        source.Emit(2, timestamp: 15);
        Assert.Equal([$"5 behind {long.MinValue}", "15 behind 10"], await results.NextAsync(2));
        source.End();
        await kit.EndAsync(job);
        Assert.Throws<InvalidOperationException>(() => source.Emit(3));
    }

    [Fact]
    public async Task Whoever_awaits_results_is_told_when_the_job_fails()
    {
        var env = kit.CreateEnvironment();
        var source = new TestingSource<int>();
        var results = kit.Collect(env.FromTestingSource(source));
        var job = await kit.StartAsync(env);
        source.Fail(new FormatException("broken"));
        var error = await Assert.ThrowsAsync<JobFailedException>(results.NextAsync);
        Assert.Equal("Testing Source", error.Failure.Operator);
        Assert.IsType<FormatException>(error.InnerException);
        await Assert.ThrowsAsync<JobFailedException>(() => kit.EndAsync(job));
    }

    [Fact]
    public async Task An_attempt_after_a_failure_reads_everything_again()
    {
        var env = kit.CreateEnvironment().SetRestartStrategy(new RestartStrategy.FixedDelay(1, TimeSpan.FromMilliseconds(1)));
        var source = new TestingSource<int>();
        var results = kit.Collect(env.FromTestingSource(source));
        var job = await kit.StartAsync(env);
        source.Emit(1);
        Assert.Equal(1, await results.NextAsync());
        source.Fail(new FormatException("broken"));
        source.Emit(2);
        Assert.Equal([1, 2], (await results.NextAsync(2)).Order());
        source.End();
        await kit.EndAsync(job);
    }

    [Fact]
    public async Task Results_that_never_come_are_named_when_the_job_has_ended()
    {
        var env = kit.CreateEnvironment();
        var results = kit.Collect(env.FromElements(1, 2));
        await kit.EndAsync(await kit.StartAsync(env));
        var error = await Assert.ThrowsAsync<TestKitTimeoutException>(() => results.NextAsync(3));
        Assert.Contains("3 records are awaited and 2 came (the job has ended): [", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_testing_source_has_one_subtask()
    {
        var env = kit.CreateEnvironment();
        env.FromSource(new TestingSource<int>(), "by hand").WithParallelism(2).Discard();
        var error = await Assert.ThrowsAsync<JobFailedException>(async () => await kit.EndAsync(await kit.StartAsync(env)));
        Assert.Contains("has one subtask and was given 2", error.Message, StringComparison.Ordinal);
    }

    private sealed class Reading : ProcessFunction<int, long>
    {
        private TimeProvider? _time;

        public override void Open(IRuntimeContext context) => _time = context.Time;

        public override void ProcessElement(int value, IProcessContext context, Collector<long> output) =>
            output.Collect(_time!.GetUtcNow().ToUnixTimeMilliseconds());
    }

    private sealed class Behind : ProcessFunction<int, string>
    {
        public override void ProcessElement(int value, IProcessContext context, Collector<string> output) =>
            output.Collect($"{context.Timestamp} behind {context.CurrentWatermark}");
    }
}
