using Akka.Actor;
using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Planning;
using FlowActors.Runtime.Tasks;
using FlowActors.Runtime.Tests.Cluster;

namespace FlowActors.Runtime.Tests.Tasks;

public sealed class SubtaskActorTests : IDisposable
{
    private readonly ActorSystem _system = ActorSystem.Create("subtask");
    private readonly JobSpec _job = new(JobId.Create(), "job", null, new Dictionary<string, string>());
    private NodeServices? _services;
    private LocalJob? _local;

    private SubtaskId Id => new(_job.Id, 1, 0, 0);

    public void Dispose()
    {
        _system.Dispose();
        _local?.Dispose();
    }

    [Fact]
    public async Task A_repeated_command_behind_one_that_was_interrupted_does_not_do_the_work_again()
    {
        var counts = new Counts();
        var subtask = await DeployAsync(() => new OpensUntilCancelled(counts));
        subtask.Tell(new SubtaskProtocol.Open(Id));
        Assert.True(await counts.Opening.WaitAsync(Patience.Limit));
        subtask.Tell(new SubtaskProtocol.Open(Id));
        var stopped = subtask.Ask<SubtaskProtocol.Stopped>(new SubtaskProtocol.Stop(Id), Patience.Limit);
        _services!.Tasks.Interrupt(_job.Id, 1);
        await stopped;

        Assert.Equal((1, 1), (counts.Opened, counts.Closed));
    }

    [Fact]
    public async Task A_failure_cancels_the_token_that_Close_may_wait_for()
    {
        var function = new ClosesWhenCancelled();
        var subtask = await DeployAsync(() => function);
        var failed = await subtask.Ask<SubtaskProtocol.Failed>(new SubtaskProtocol.Open(Id), Patience.Limit);

        Assert.Equal("broken", failed.Failure.Message);
        Assert.True(function.WasCancelled);
    }

    private async Task<IActorRef> DeployAsync(Func<ProcessFunction<long, long>> function)
    {
        var env = new StreamExecutionEnvironment(new JobSettings { Parallelism = 1 });
        env.FromElements(1L).Process(function).Discard();
        var graph = JobPlanner.Plan(env.BuildGraph("job"));
        var catalog = new JobCatalog(() => new JobSettings());
        catalog.AddLocal(_job.Id, graph);
        _local = new LocalJob(env, new LocalJobSettings(), new Exchange.RecordingScope(), _ => { });
        _services = _local.NodeServices with { Jobs = catalog };
        var subtask = _system.ActorOf(SubtaskActor.Props(_services));
        var slot = new SlotLocation("shard", _services.Node, default);
        await subtask.Ask<SubtaskProtocol.Deployed>(new SubtaskProtocol.Deploy(Id, _job, graph.Hash, 1, [slot]), Patience.Limit);
        return subtask;
    }

    private sealed class ClosesWhenCancelled : ProcessFunction<long, long>
    {
        private CancellationToken _cancelled;

        public bool WasCancelled { get; private set; }

        public override void Open(IRuntimeContext context)
        {
            _cancelled = context.Cancelled;
            throw new InvalidDataException("broken");
        }

        public override void Process(long value, IProcessContext context, Collector<long> output) => output.Collect(value);

        public override void Close() => WasCancelled = _cancelled.WaitHandle.WaitOne(TimeSpan.FromSeconds(5));
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
