using Akka.Actor;
using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Planning;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Deployment;
using FlowActors.Runtime.Tests.Cluster;

namespace FlowActors.Runtime.Tests.Subtasks;

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
        var ofAnotherRegion = new AttemptId(_job.Id, 1, 1);
        _services!.Subtasks.Interrupt(ofAnotherRegion);
        Assert.DoesNotContain(_services.Subtasks.All, s => s.IsInterrupted);
        _services.Subtasks.Interrupt(new AttemptId(_job.Id, 0, 1));
        await stopped;

        Assert.Equal((1, 1), (counts.Opened, counts.Closed));
    }

    [Fact]
    public async Task A_finish_that_comes_late_and_brings_an_entity_into_being_ends_it_without_a_failure()
    {
        await DeployAsync(() => new ClosesWhenCancelled());
        var another = _system.ActorOf(SubtaskActor.Props(_services!));
        await another.Ask<SubtaskProtocol.Stopped>(new SubtaskProtocol.Finish(Id), Patience.Limit);
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

    [Fact]
    public async Task A_Close_that_never_returns_does_not_hold_up_the_Stop_and_is_told_with_its_operator()
    {
        var function = new NeverCloses(isDeaf: true);
        var backend = new State.GatedBackend();
        backend.Release();
        var subtask = await DeployAsync(() => function, Short with { StateBackend = backend });
        await subtask.Ask<SubtaskProtocol.Ready>(new SubtaskProtocol.Open(Id), Patience.Limit);
        var failed = await subtask.Ask<SubtaskProtocol.Failed>(new SubtaskProtocol.Stop(Id), Patience.Limit);

        Assert.StartsWith("Operator 'Process', subtask 0, did not return from Close within 0.05 s", failed.Failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("its thread is left behind.", failed.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, _services!.Subtasks.LeftBehind.Count);
        Assert.DoesNotContain(_services.Subtasks.All, s => s.Id == Id);
        // Close still works on it.
        Assert.Equal(0, backend.Disposed);
        function.Release();
        Assert.True(SpinWait.SpinUntil(() => _services.Subtasks.LeftBehind.Count == 0, Patience.Limit));
        Assert.Equal(1, backend.Disposed);
    }

    [Fact]
    public async Task A_Close_that_waits_is_interrupted_and_the_Stop_answered()
    {
        var function = new NeverCloses(isDeaf: false);
        var subtask = await DeployAsync(() => function, new LocalJobSettings());
        await subtask.Ask<SubtaskProtocol.Ready>(new SubtaskProtocol.Open(Id), Patience.Limit);
        await subtask.Ask<SubtaskProtocol.Stopped>(new SubtaskProtocol.Stop(Id), Patience.Limit);

        Assert.True(function.WasInterrupted);
        Assert.Equal(0, _services!.Subtasks.LeftBehind.Count);
    }

    [Fact]
    public async Task A_failure_is_told_although_the_Close_after_it_never_returns()
    {
        var function = new NeverCloses(isDeaf: true, opens: false);
        var subtask = await DeployAsync(() => function, Short);
        var failed = await subtask.Ask<SubtaskProtocol.Failed>(new SubtaskProtocol.Open(Id), Patience.Limit);

        Assert.StartsWith("broken (Operator 'Process', subtask 0, did not return from Close", failed.Failure.Message, StringComparison.Ordinal);
        function.Release();
    }

    [Fact]
    public async Task A_job_that_ends_well_fails_when_a_Close_does_not_return()
    {
        var function = new NeverCloses(isDeaf: false);
        var subtask = await DeployAsync(() => function, Short with { InterruptAfter = Patience.Limit });
        await subtask.Ask<SubtaskProtocol.Ready>(new SubtaskProtocol.Open(Id), Patience.Limit);
        using var inbox = Inbox.Create(_system);
        // There is no enumerator here: the source has nothing to read.
        subtask.Tell(new SubtaskProtocol.TakeSplits(Id, 0, [], NoMore: true, Behind: 0), inbox.Receiver);
        subtask.Tell(new SubtaskProtocol.Start(Id), inbox.Receiver);
        while (inbox.Receive(Patience.Limit) is not SubtaskProtocol.Finishing)
        {
        }

        var failed = await subtask.Ask<SubtaskProtocol.Failed>(new SubtaskProtocol.Finish(Id), Patience.Limit);
        Assert.EndsWith("and was interrupted.", failed.Failure.Message, StringComparison.Ordinal);
        Assert.True(function.WasInterrupted);
    }

    [Fact]
    public async Task A_Close_that_fails_at_the_end_is_told_with_its_operator()
    {
        var subtask = await DeployAsync(() => new FailsToClose());
        await subtask.Ask<SubtaskProtocol.Ready>(new SubtaskProtocol.Open(Id), Patience.Limit);
        using var inbox = Inbox.Create(_system);
        subtask.Tell(new SubtaskProtocol.TakeSplits(Id, 0, [], NoMore: true, Behind: 0), inbox.Receiver);
        subtask.Tell(new SubtaskProtocol.Start(Id), inbox.Receiver);
        while (inbox.Receive(Patience.Limit) is not SubtaskProtocol.Finishing)
        {
        }

        var failed = await subtask.Ask<SubtaskProtocol.Failed>(new SubtaskProtocol.Finish(Id), Patience.Limit);
        Assert.Equal(("Process", "not closed"), (failed.Failure.Operator, failed.Failure.Message));
    }

    [Fact]
    public async Task An_exception_without_a_text_is_told_by_its_type()
    {
        var subtask = await DeployAsync(() => new ThrowsNothingSensible(), new LocalJobSettings());
        var failed = await subtask.Ask<SubtaskProtocol.Failed>(new SubtaskProtocol.Open(Id), Patience.Limit);
        Assert.Equal((typeof(Tongueless).FullName, "(its Message threw System.NotSupportedException)"), (failed.Failure.Type, failed.Failure.Message));
        Assert.IsType<Tongueless>(failed.Failure.Original);
    }

    private static LocalJobSettings Short { get; } = new()
    {
        InterruptAfter = TimeSpan.FromMilliseconds(10),
        CloseTimeout = TimeSpan.FromMilliseconds(50),
    };

    private Task<IActorRef> DeployAsync(Func<ProcessFunction<long, long>> function) => DeployAsync(function, new LocalJobSettings());

    private async Task<IActorRef> DeployAsync(Func<ProcessFunction<long, long>> function, LocalJobSettings settings)
    {
        var env = new StreamExecutionEnvironment(new JobSettings { Parallelism = 1 });
        env.FromSequence(1, 1).Process(function).Discard();
        var graph = JobPlanner.Plan(env.BuildGraph("job"));
        _local = new LocalJob(env, settings, new Exchange.RecordingScope(), _ => { });
        _services = _local.NodeServices;
        _services.Deployments.Add(LocalJob.OnOneNode(_job.Id, ExecutionGraph.Of(graph), _services.Node));
        var subtask = _system.ActorOf(SubtaskActor.Props(_services));
        await subtask.Ask<SubtaskProtocol.Deployed>(new SubtaskProtocol.Deploy(Id), Patience.Limit);
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

        public override void ProcessElement(long value, IProcessContext context, Collector<long> output) => output.Collect(value);

        public override void Close() => WasCancelled = _cancelled.WaitHandle.WaitOne(TimeSpan.FromSeconds(5));
    }

    private sealed class NeverCloses(bool isDeaf, bool opens = true) : ProcessFunction<long, long>
    {
        private readonly ManualResetEventSlim _release = new();

        public bool WasInterrupted { get; private set; }

        public void Release() => _release.Set();

        public override void Open(IRuntimeContext context)
        {
            if (!opens) throw new InvalidDataException("broken");
        }

        public override void ProcessElement(long value, IProcessContext context, Collector<long> output) => output.Collect(value);

        public override void Close()
        {
            while (!_release.IsSet)
            {
                try
                {
                    _release.Wait();
                }
                catch (ThreadInterruptedException) when (isDeaf)
                {
                    // Goes on waiting.
                }
                catch (ThreadInterruptedException)
                {
                    WasInterrupted = true;
                    throw;
                }
            }
        }
    }

    private sealed class FailsToClose : ProcessFunction<long, long>
    {
        public override void ProcessElement(long value, IProcessContext context, Collector<long> output) => output.Collect(value);

        public override void Close() => throw new FormatException("not closed");
    }

    private sealed class ThrowsNothingSensible : ProcessFunction<long, long>
    {
        public override void Open(IRuntimeContext context) => throw new Tongueless();

        public override void ProcessElement(long value, IProcessContext context, Collector<long> output) => output.Collect(value);
    }

    private sealed class Tongueless : Exception
    {
        public override string Message => throw new NotSupportedException();

        public override string StackTrace => throw new NotSupportedException();

        public override string ToString() => throw new NotSupportedException();
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

        public override void ProcessElement(long value, IProcessContext context, Collector<long> output) => output.Collect(value);

        public override void Close() => counts.Closed++;
    }
}
