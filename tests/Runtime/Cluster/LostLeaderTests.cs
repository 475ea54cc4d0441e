using Akka.Actor;
using FlowActors.Runtime.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FlowActors.Runtime.Tests.Cluster;

/// <summary>Nodes that know of each other's jobs by the cluster only, as nodes in processes of their own do.</summary>
[Collection("cluster")]
public sealed class LostLeaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_registered_job_goes_on_in_its_attempt_when_a_node_that_led_it_and_ran_nothing_of_it_is_lost()
    {
        var ports = FreePorts.Take(2);
        using var leader = await StartAsync(ports[0], ports[0], slots: 0);
        using var worker = await StartAsync(ports[1], ports[0], slots: 4);
        var jobs = (JobExecutor)worker.Services.GetRequiredService<IJobExecutor>();
        var job = (JobClient)await jobs.SubmitAsync("endless", null, null, default);
        await TakeCheckpointAsync(job).WaitAsync(Patience.Limit);

        var lost = leader.Services.GetRequiredService<ActorSystem>();
        ((ExtendedActorSystem)lost).Abort();
        await lost.WhenTerminated.WaitAsync(Patience.Limit);
        await TakeCheckpointAsync(job).WaitAsync(Patience.Limit);
        // Another one, of the enumerator that was made anew.
        await TakeCheckpointAsync(job).WaitAsync(Patience.Limit);
        var view = await jobs.ViewAsync(job.JobId, default).WaitAsync(Patience.Limit);
        Assert.Equal((JobStatus.Running, 1), (view.Status, view.Attempt));
        Assert.Empty(view.Failures);

        await job.CancelAsync().WaitAsync(Patience.Limit);
        await worker.StopAsync().WaitAsync(Patience.Limit);
    }

    // It is refused while not all run, or a coordinator has not heard of all yet.
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

    private async Task<IHost> StartAsync(int port, int seed, int slots)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddFlowActors(node =>
        {
            node.SeedNodes.Add($"127.0.0.1:{seed}");
            node.DataFolder = Path.Combine(_folder, "shared");
            node.Configuration = $"flowactors {{ node {{ port = {port}, slots = {slots}, register-interval = 100ms }}, checkpoints.interval = off, lifecycle.drain-timeout = 0ms }}";
            node.AddJob("endless", _ => new Endless());
        });
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private sealed class Endless : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments) =>
            env.SetParallelism(2).Generate<long>(null, static i => i, recordsPerSecond: 1_000).WithUid("numbers").KeyBy(static i => i % 7).Count().WithUid("count").Discard();
    }
}
