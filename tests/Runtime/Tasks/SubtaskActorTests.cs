using Akka.Actor;
using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Planning;
using FlowActors.Runtime.Tasks;
using FlowActors.Runtime.Tests.Cluster;

namespace FlowActors.Runtime.Tests.Tasks;

public sealed class SubtaskActorTests
{
    [Fact]
    public async Task A_repeated_command_behind_one_that_was_interrupted_does_not_do_the_work_again()
    {
        var job = new JobSpec(JobId.Create(), "job", null, new Dictionary<string, string>());
        var env = new StreamExecutionEnvironment(new JobSettings { Parallelism = 1 });
        var counts = new Counts();
        env.FromElements(1L).Process(() => new OpensUntilCancelled(counts)).Discard();
        var graph = JobPlanner.Plan(env.BuildGraph("job"));
        var catalog = new JobCatalog(() => new JobSettings());
        catalog.AddLocal(job.Id, graph);
        using var local = new LocalJob(env, new LocalJobSettings(), new Exchange.RecordingScope(), _ => { });
        var services = local.NodeServices with { Jobs = catalog };
        var id = new SubtaskId(job.Id, 1, 0, 0);
        using var system = ActorSystem.Create("subtask");
        var subtask = system.ActorOf(SubtaskActor.Props(services));

        var slot = new SlotLocation("shard", services.Node, default);
        await subtask.Ask<SubtaskProtocol.Deployed>(new SubtaskProtocol.Deploy(id, job, graph.Hash, 1, [slot]), Patience.Limit);
        subtask.Tell(new SubtaskProtocol.Open(id));
        Assert.True(await counts.Opening.WaitAsync(Patience.Limit));
        subtask.Tell(new SubtaskProtocol.Open(id));
        var stopped = subtask.Ask<SubtaskProtocol.Stopped>(new SubtaskProtocol.Stop(id), Patience.Limit);
        services.Tasks.Interrupt(job.Id, 1);
        await stopped;
        await system.Terminate();

        Assert.Equal((1, 1), (counts.Opened, counts.Closed));
    }

    private sealed class Counts
    {
        public readonly SemaphoreSlim Opening = new(0);
        public int Opened;
        public int Closed;
    }

    private sealed class OpensUntilCancelled(Counts counts) : ProcessFunction<long, long>
    {
        public override void Open(IRuntimeContext context)
        {
            counts.Opened++;
            counts.Opening.Release();
            context.Cancelled.WaitHandle.WaitOne();
            context.Cancelled.ThrowIfCancellationRequested();
        }

        public override void Process(long value, IProcessContext context, Collector<long> output) => output.Collect(value);

        public override void Close() => counts.Closed++;
    }
}
