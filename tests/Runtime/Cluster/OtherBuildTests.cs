using Akka.Actor;
using FlowActors.Runtime.Client;
using FlowActors.Runtime.Hosting;
using FlowActors.Runtime.Logging;
using FlowActors.Runtime.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Tests.Cluster;

/// <summary>Nodes with other builds of a job in one cluster.</summary>
[Collection("cluster")]
public sealed class OtherBuildTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_node_with_another_build_joins_gets_no_slot_of_the_job_and_takes_it_over_by_its_own_code_when_the_others_are_gone()
    {
        var ports = FreePorts.Take(2);
        var (oldLog, newLog) = (new LogRecorder(), new LogRecorder());
        using var old = await StartAsync(ports[0], ports[0], build: 1, oldLog);
        using var young = await StartAsync(ports[1], ports[0], build: 2, newLog);
        foreach (var log in (LogRecorder[])[oldLog, newLog])
        {
            var told = await log.FirstAsync(e => e.Id == EventIds.OtherBuilds);
            Assert.Contains($":{ports[1]} has another build than the node of the job manager of count: it gets no slots", told.Text, StringComparison.Ordinal);
        }

        var jobs = Of(young);
        var job = (JobClient)await jobs.SubmitAsync("count", null, null, default);
        await TakeCheckpointAsync(job).WaitAsync(Patience.Limit);
        var nodes = await jobs.Nodes.ViewsAsync(default);
        Assert.Equal([2, 0], nodes.OrderBy(n => n.Node.EndsWith($":{ports[0]}", StringComparison.Ordinal) ? 0 : 1).Select(n => n.Subtasks));
        var refusal = await Assert.ThrowsAsync<JobValidationException>(() => jobs.Nodes.DrainAsync(new(nodes.Single(n => n.Subtasks > 0).Node), default));
        Assert.Contains("the others have another build of it", refusal.Message, StringComparison.Ordinal);

        var lost = old.Services.GetRequiredService<ActorSystem>();
        ((ExtendedActorSystem)lost).Abort();
        await lost.WhenTerminated.WaitAsync(Patience.Limit);
        await TakeCheckpointAsync(job).WaitAsync(Patience.Limit);
        var view = await jobs.ViewAsync(job.JobId, default).WaitAsync(Patience.Limit);
        Assert.Equal((JobStatus.Running, 2L), (view.Status, view.Attempt));
        Assert.Equal(3, (await jobs.Nodes.ViewsAsync(default)).Sum(n => n.Subtasks));
        await job.CancelAsync().WaitAsync(Patience.Limit);
        await young.StopAsync().WaitAsync(Patience.Limit);
    }

    private static async Task TakeCheckpointAsync(JobClient job)
    {
        while (true)
        {
            try
            {
                await job.TriggerCheckpointAsync();
                return;
            }
            catch (CheckpointException e) when (e.Message.Contains("Ask again in a moment", StringComparison.Ordinal))
            {
                await Task.Yield();
            }
        }
    }

    private async Task<IHost> StartAsync(int port, int seed, int build, LogRecorder log, Gate? gate = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<ILoggerFactory>(log);
        builder.Services.AddFlowActors(node =>
        {
            node.SeedNodes.Add($"127.0.0.1:{seed}");
            node.DataFolder = Path.Combine(_folder, "shared");
            node.Configuration = $"flowactors {{ node {{ port = {port}, register-interval = 100ms }}, checkpoints.interval = off, lifecycle.drain-timeout = 0ms }}";
            node.Jobs.Add(new HostedJob("count", _ => new Numbers(build, gate), build switch { 1 => typeof(OtherBuildTests).Assembly, 2 => typeof(HostedJob).Assembly, _ => typeof(IStreamJob).Assembly }));
        });
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    [Fact]
    public async Task An_upgrade_that_fits_goes_over_to_the_new_build_and_one_that_does_not_is_refused_with_nothing_touched()
    {
        var ports = FreePorts.Take(3);
        using var old = await StartAsync(ports[0], ports[0], build: 1, new LogRecorder());
        using var young = await StartAsync(ports[1], ports[0], build: 2, new LogRecorder());
        using var unfit = await StartAsync(ports[2], ports[0], build: 3, new LogRecorder());
        var (jobs, others) = (Of(young), Of(unfit));
        var job = (JobClient)await jobs.SubmitAsync("count", null, null, default);
        var early = await Assert.ThrowsAsync<JobValidationException>(() => jobs.Upgrades.PlanAsync(job.JobId, [], default));
        Assert.Contains("has no checkpoint that another build could go on from", early.Message, StringComparison.Ordinal);
        await TakeCheckpointAsync(job).WaitAsync(Patience.Limit);

        var misfit = await Assert.ThrowsAsync<JobValidationException>(() => others.Upgrades.PlanAsync(job.JobId, [], default));
        Assert.Contains("stays as it is. This build does not take its checkpoint", misfit.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await jobs.ViewAsync(job.JobId, default)).Attempt);

        var same = await Assert.ThrowsAsync<JobValidationException>(() => Of(old).Upgrades.PlanAsync(job.JobId, [], default));
        Assert.Contains("runs by this node's build of it already", same.Message, StringComparison.Ordinal);

        var plan = await jobs.Upgrades.PlanAsync(job.JobId, [], default);
        Assert.Equal(2, plan.Nodes.Count);
        await jobs.Upgrades.BeginAsync(plan, default);
        await old.WaitForShutdownAsync().WaitAsync(Patience.Limit);
        await unfit.WaitForShutdownAsync().WaitAsync(Patience.Limit);
        await TakeCheckpointAsync(job).WaitAsync(Patience.Limit);
        var view = await jobs.ViewAsync(job.JobId, default).WaitAsync(Patience.Limit);
        Assert.Equal((JobStatus.Running, 2L), (view.Status, view.Attempt));
        Assert.Equal(3, (await jobs.Nodes.ViewsAsync(default)).Sum(n => n.Subtasks));
        await job.CancelAsync().WaitAsync(Patience.Limit);
        await young.StopAsync().WaitAsync(Patience.Limit);
    }

    [Fact]
    public async Task An_upgrade_looks_at_a_checkpoint_that_stays_while_the_job_takes_others()
    {
        var ports = FreePorts.Take(2);
        using var old = await StartAsync(ports[0], ports[0], build: 1, new LogRecorder());
        var gate = new Gate();
        using var young = await StartAsync(ports[1], ports[0], build: 2, new LogRecorder(), gate);
        var job = (JobClient)await Of(old).SubmitAsync("count", null, null, default);
        await TakeCheckpointAsync(job).WaitAsync(Patience.Limit);
        gate.Close();
        var planning = Of(young).Upgrades.PlanAsync(job.JobId, [], default);
        await gate.Reached.WaitAsync(Patience.Limit);
        for (var i = 0; i < 3; i++) await TakeCheckpointAsync(job).WaitAsync(Patience.Limit);
        gate.Open();
        Assert.Single((await planning.WaitAsync(Patience.Limit)).Nodes);
        await job.CancelAsync().WaitAsync(Patience.Limit);
        await young.StopAsync().WaitAsync(Patience.Limit);
        await old.StopAsync().WaitAsync(Patience.Limit);
    }

    private static JobExecutor Of(IHost node) => (JobExecutor)node.Services.GetRequiredService<IJobExecutor>();

    // The second build counts more, the third by other keys.
    private sealed class Numbers(int build, Gate? gate) : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments)
        {
            gate?.Pass();
            var numbers = env.SetParallelism(1).Generate<long>(null, static i => i, recordsPerSecond: 1_000).WithUid("numbers");
            if (build == 3) numbers.Map(static i => $"{i % 7}").KeyBy(static i => i).Count().WithUid("count").Discard();
            else numbers.KeyBy(static i => i % 7).Count().WithUid("count").Discard();
            if (build == 2) numbers.KeyBy(static i => i % 5).Count().WithUid("count by five").Discard();
        }
    }

    // Where a program waits while it is built, if that is closed.
    private sealed class Gate
    {
        private readonly ManualResetEventSlim _open = new(true);
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => _reached.Task;

        public void Close() => _open.Reset();

        public void Open() => _open.Set();

        public void Pass()
        {
            if (!_open.IsSet) _reached.TrySetResult();
            _open.Wait();
        }
    }
}
