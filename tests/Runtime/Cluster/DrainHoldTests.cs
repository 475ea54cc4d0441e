using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.Runtime.Client;
using FlowActors.Runtime.Logging;
using FlowActors.Runtime.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using static FlowActors.Runtime.Control.Coordination.JobCoordinatorProtocol;

namespace FlowActors.Runtime.Tests.Cluster;

/// <summary>A node that is told to end, with slots of a job that cannot go elsewhere at once.</summary>
[Collection("cluster")]
public sealed class DrainHoldTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-").FullName;
    private readonly TaskCompletionSource _opens = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose()
    {
        _opens.TrySetResult();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task It_says_once_which_job_it_waits_for_and_leaves_when_that_has_gone()
    {
        var (leader, leaving, log, job) = await BeginAsync("1m");
        using var first = leader;
        using var second = leaving;
        var end = leaving.StopAsync();
        var told = await log.FirstAsync(e => e.Id == EventIds.DrainHeldUp);
        Assert.Equal(LogLevel.Warning, told.Level);
        Assert.Contains($"waits for job 'stuck' ({job.JobId}), which has slots there: It cannot go to other nodes now: not all of its subtasks run", told.Text, StringComparison.Ordinal);
        Assert.False(end.IsCompleted);

        _opens.SetResult();
        await end.WaitAsync(Patience.Limit);
        Assert.True(leaving.Services.GetRequiredService<IFlowActorsNode>().HasLeft);
        Assert.Single(log.Entries, e => e.Id == EventIds.DrainHeldUp);
        Assert.DoesNotContain(log.Entries, e => e.Id == EventIds.NodeNotDrained);
        var view = await RunningAsync(leader, job);
        Assert.Empty(view.Failures);
        await job.CancelAsync().WaitAsync(Patience.Limit);
        await leader.StopAsync().WaitAsync(Patience.Limit);
    }

    [Fact]
    public async Task It_leaves_with_them_when_its_time_is_over_and_the_job_begins_again_elsewhere()
    {
        var (leader, leaving, log, job) = await BeginAsync("500ms");
        using var first = leader;
        using var second = leaving;
        await leaving.StopAsync().WaitAsync(Patience.Limit);
        var left = await log.FirstAsync(e => e.Id == EventIds.NodeNotDrained);
        Assert.Contains("leaves with the slots that it has: they were not elsewhere within 00:00:00.5000000 (flowactors.lifecycle.drain-timeout)", left.Text, StringComparison.Ordinal);
        Assert.True(leaving.Services.GetRequiredService<IFlowActorsNode>().HasLeft);
        var view = await RunningAsync(leader, job);
        Assert.Equal(2, view.Attempt);
        Assert.Null(view.Restored);
        Assert.NotEmpty(view.Failures);
        await job.CancelAsync().WaitAsync(Patience.Limit);
        await leader.StopAsync().WaitAsync(Patience.Limit);
    }

    // Two nodes, and a job with a slot on each of which a subtask of the first attempt does not come up.
    private async Task<(IHost Leader, IHost Leaving, LogRecorder Log, JobClient Job)> BeginAsync(string drainTimeout)
    {
        var ports = FreePorts.Take(2);
        var log = new LogRecorder();
        var leader = await StartAsync(ports[0], ports[0], "0ms", new LogRecorder());
        var leaving = await StartAsync(ports[1], ports[0], drainTimeout, log);
        var jobs = Of(leader);
        var job = (JobClient)await jobs.SubmitAsync("stuck", null, null, default);
        while ((await jobs.Nodes.ViewsAsync(default)).Any(n => n.Subtasks == 0)) await Task.Yield();
        return (leader, leaving, log, job);
    }

    private static async Task<JobView> RunningAsync(IHost node, JobClient job)
    {
        while (true)
        {
            var view = await Of(node).ViewAsync(job.JobId, default).WaitAsync(Patience.Limit);
            if (view is { Status: JobStatus.Running, Attempt: > 1 }) return view;
        }
    }

    private static JobExecutor Of(IHost node) => (JobExecutor)node.Services.GetRequiredService<IJobExecutor>();

    private async Task<IHost> StartAsync(int port, int seed, string drainTimeout, LogRecorder log)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<ILoggerFactory>(log);
        builder.Services.AddFlowActors(node =>
        {
            node.SeedNodes.Add($"127.0.0.1:{seed}");
            node.DataFolder = Path.Combine(_folder, "shared");
            node.Configuration =
                $"flowactors {{ node {{ port = {port}, register-interval = 100ms }}, sharding.rebalance = off, checkpoints.interval = off, lifecycle.drain-timeout = {drainTimeout} }}";
            node.AddJob("stuck", _ => new Stuck(_opens.Task));
        });
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private sealed class Stuck(Task opens) : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments) => env.SetParallelism(2).SetRestartStrategy(new RestartStrategy.FixedDelay(9, TimeSpan.Zero))
            .Generate<long>(null, static i => i, recordsPerSecond: 1_000).WithUid("numbers").KeyBy(static i => i % 7).Process(() => new Opening(opens)).WithUid("opening").Discard();
    }

    private sealed class Opening(Task opens) : KeyedProcessFunction<long, long, long>
    {
        public override void Open(IKeyedRuntimeContext context)
        {
            if (context.Attempt == 1) opens.Wait();
        }

        public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<long> output)
        {
        }
    }
}
