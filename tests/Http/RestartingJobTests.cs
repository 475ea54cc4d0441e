using System.Net;
using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.State;

namespace FlowActors.Http.Tests;

/// <summary>While a job restarts nobody has its state, and whoever asks is told to ask again.</summary>
public sealed class RestartingJobTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Who_asks_while_the_job_restarts_is_told_to_ask_again(int nodes)
    {
        var fails = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var served = await ServedHost.StartAsync(() => new FailingJob(fails.Task), nodes);
        await served.UntilAsync("/jobs/the%20job/state/count/1", json => json.GetProperty("value").GetInt64() > 0);

        fails.SetResult();
        await served.UntilAsync("/jobs", json => json.GetProperty("jobs")[0].GetProperty("status").GetString() == nameof(JobStatus.Restarting));

        foreach (var path in new[] { "/jobs/the%20job/state/count/1", "/jobs/the%20job/operators/counts/state/count?keys=1,2", "/jobs/the%20job/state" })
        {
            using var response = await served.Http.GetAsync(path);
            Assert.Equal((path, HttpStatusCode.ServiceUnavailable), (path, response.StatusCode));
            Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task While_a_region_restarts_its_states_are_not_there_for_a_moment_and_the_others_are_read(int nodes)
    {
        var fails = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var served = await ServedHost.StartAsync(() => new TwoRegionsJob(fails.Task), nodes);
        await served.UntilAsync("/jobs/the%20job/operators/counts/state/count/1", json => json.GetProperty("value").GetInt64() > 0);
        await served.UntilAsync("/jobs/the%20job/operators/lives/state/count/1", json => json.GetProperty("value").GetInt64() > 0);

        fails.SetResult();
        await served.UntilAsync("/jobs", json => json.GetProperty("jobs")[0].GetProperty("status").GetString() == nameof(JobStatus.Restarting));
        // Another server has found nothing yet.
        await using var server = await FlowActorsHttpServer.StartAsync(served.Host);
        using var http = new HttpClient { BaseAddress = server.Address };
        foreach (var path in new[] { "/jobs/the%20job/operators/counts/state/count/1", "/jobs/the%20job/operators/counts/state/count" })
        {
            using var response = await http.GetAsync(path);
            Assert.Equal((path, HttpStatusCode.ServiceUnavailable), (path, response.StatusCode));
            Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
        }

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/jobs/the%20job/operators/lives/state/count/1")).StatusCode);
    }

    private sealed class TwoRegionsJob(Task fails) : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments)
        {
            env.SetRestartStrategy(new RestartStrategy.FixedDelay(1, TimeSpan.FromHours(1)));
            env.Generate<long>(null, i => i, recordsPerSecond: 10_000).KeyBy(n => n % 10).Process(() => new Count(fails)).WithUid("counts").Discard();
            env.Generate<long>(null, i => i, recordsPerSecond: 10_000).KeyBy(n => n % 10).Process(() => new Count(new TaskCompletionSource().Task)).WithUid("lives").Discard();
        }
    }

    private sealed class FailingJob(Task fails) : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments)
        {
            env.SetRestartStrategy(new RestartStrategy.FixedDelay(1, TimeSpan.FromHours(1)));
            env.Generate<long>(null, i => i, recordsPerSecond: 10_000).KeyBy(n => n % 10).Process(() => new Count(fails)).WithUid("counts").Discard();
        }
    }

    private sealed class Count(Task fails) : KeyedProcessFunction<long, long, string>
    {
        private IValueState<long>? _count;

        public override void Open(IKeyedRuntimeContext context) => _count = context.GetState(new ValueStateDescriptor<long>("count") { IsQueryable = true });

        public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<string> output)
        {
            if (fails.IsCompleted) throw new InvalidOperationException("It is to fail.");
            _count!.Update((_count.TryGet(out var count) ? count : 0) + 1);
        }
    }
}
