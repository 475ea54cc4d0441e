using Akka.Actor;
using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Planning;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Deployment;
using FlowActors.Runtime.Subtasks.State;
using FlowActors.Runtime.Tests.Cluster;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowActors.Runtime.Tests.Subtasks.State;

/// <summary>The state of a subtask is opened away from the operators' threads, and disposed once whatever comes between.</summary>
public sealed class StateOpeningTests : IDisposable
{
    private readonly ActorSystem _system = ActorSystem.Create("state");
    private readonly JobSpec _job = new(JobId.Create(), "job", null, new Dictionary<string, string>());
    private readonly List<string> _life = [];
    private LocalJob? _local;

    private SubtaskId Id => new(_job.Id, 1, 0, 0);

    public void Dispose()
    {
        _system.Dispose();
        _local?.Dispose();
    }

    [Fact]
    public async Task A_slow_opening_holds_up_neither_the_actor_nor_repeated_commands_and_the_operators_open_after_it()
    {
        var backend = new GatedBackend();
        var subtask = await DeployAsync(backend);
        using var inbox = Inbox.Create(_system);
        subtask.Tell(new SubtaskProtocol.Open(Id), inbox.Receiver);
        Assert.True(await backend.Opening.WaitAsync(Patience.Limit));
        subtask.Tell(new SubtaskProtocol.Open(Id), inbox.Receiver);
        // The mailbox is worked off while the state is being opened.
        await subtask.Ask<SubtaskProtocol.Deployed>(new SubtaskProtocol.Deploy(Id), Patience.Limit);
        Assert.Empty(_life);
        subtask.Tell(new SubtaskProtocol.Open(Id), inbox.Receiver);
        backend.Release();
        Assert.IsType<SubtaskProtocol.Ready>(inbox.Receive(Patience.Limit));
        Assert.IsType<SubtaskProtocol.Ready>(await subtask.Ask<object>(new SubtaskProtocol.Open(Id), Patience.Limit));
        Assert.Equal(["open"], _life);

        await subtask.Ask<SubtaskProtocol.Stopped>(new SubtaskProtocol.Stop(Id), Patience.Limit);
        Assert.Equal(["open", "close"], _life);
        Assert.Equal((1, 1), (backend.Opened, backend.Disposed));
    }

    [Fact]
    public async Task A_failing_opening_names_operators_subtask_and_backend()
    {
        var backend = new GatedBackend { Failure = new IOException("the disk is full") };
        backend.Release();
        var subtask = await DeployAsync(backend);
        var failed = await subtask.Ask<SubtaskProtocol.Failed>(new SubtaskProtocol.Open(Id), Patience.Limit);

        Assert.StartsWith(
            "The state backend 'memory' could not open the state of subtask 0 (key groups [0, 127]), operators ", failed.Failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("'Process', 'Discard': the disk is full", failed.Failure.Message, StringComparison.Ordinal);
        Assert.IsType<IOException>(failed.Failure.Original!.InnerException);
        Assert.Empty(_life);
        Assert.Equal(0, backend.Disposed);
    }

    [Fact]
    public async Task A_failure_that_no_restart_would_cure_stays_one()
    {
        var backend = new GatedBackend { Failure = new SuppressRestartsException("the folder is another job's") };
        backend.Release();
        var subtask = await DeployAsync(backend);
        var failed = await subtask.Ask<SubtaskProtocol.Failed>(new SubtaskProtocol.Open(Id), Patience.Limit);
        Assert.Equal((FailureKind.Final, "the folder is another job's"), (failed.Failure.Kind, failed.Failure.Message));
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_the_opening_and_what_is_opened_after_it_is_disposed_at_once()
    {
        var backend = new GatedBackend();
        var subtask = await DeployAsync(backend);
        subtask.Tell(new SubtaskProtocol.Open(Id));
        Assert.True(await backend.Opening.WaitAsync(Patience.Limit));
        await subtask.Ask<SubtaskProtocol.Stopped>(new SubtaskProtocol.Stop(Id), Patience.Limit);
        Assert.Equal(0, backend.Opened);

        backend.Release();
        Assert.True(await backend.ScopeDisposed.WaitAsync(Patience.Limit));
        Assert.Equal((1, 1), (backend.Opened, backend.Disposed));
        Assert.Empty(_life);
    }

    [Fact]
    public async Task An_interrupt_cancels_the_opening()
    {
        var backend = new GatedBackend(heedsToken: true);
        var subtask = await DeployAsync(backend);
        subtask.Tell(new SubtaskProtocol.Open(Id));
        Assert.True(await backend.Opening.WaitAsync(Patience.Limit));
        var stopped = subtask.Ask<SubtaskProtocol.Stopped>(new SubtaskProtocol.Stop(Id), Patience.Limit);
        _local!.NodeServices.Subtasks.Interrupt(new AttemptId(_job.Id, 0, 1));
        await stopped;
        Assert.Equal((0, 0), (backend.Opened, backend.Disposed));
    }

    [Fact]
    public async Task Operators_that_fail_to_open_leave_a_state_that_is_disposed_once()
    {
        var backend = new GatedBackend();
        backend.Release();
        var subtask = await DeployAsync(backend, opens: false);
        await subtask.Ask<SubtaskProtocol.Failed>(new SubtaskProtocol.Open(Id), Patience.Limit);
        Assert.Equal((1, 1), (backend.Opened, backend.Disposed));
    }

    [Fact]
    public void A_subtask_that_is_closed_between_its_state_and_its_operators_disposes_the_state()
    {
        var backend = new GatedBackend();
        backend.Release();
        Local(backend, opens: true);
        _local!.Subtasks[0].OpenState();
        Assert.Null(_local.Subtasks[0].Close());
        Assert.Null(_local.Subtasks[0].Close());
        Assert.Equal((1, 1), (backend.Opened, backend.Disposed));
        Assert.Empty(_life);
    }

    [Fact]
    public void The_state_is_disposed_after_the_operators_are_closed_and_not_on_the_thread_that_runs_them()
    {
        var backend = new GatedBackend();
        backend.Release();
        var disposedAtClose = -1;
        Local(backend, opens: true, onClose: () => disposedAtClose = backend.Disposed);
        _local!.Open();
        _local.Subtasks[0].Close();
        Assert.Equal((0, 1), (disposedAtClose, backend.Disposed));
        Assert.NotEqual(Environment.CurrentManagedThreadId, backend.DisposingThread);
    }

    [Fact]
    public void A_job_that_asks_for_a_backend_that_the_node_lacks_is_told_which_there_are()
    {
        using var backends = StateBackends.Create(new StateSettings("memory"), NullLoggerFactory.Instance);
        Assert.Equal("memory", backends.Of(null).Name);
        Assert.Same(backends.Of(null), backends.Of("memory"));
        Assert.Contains("'tape'; it has: memory", Assert.Throws<InvalidOperationException>(() => backends.Of("tape")).Message, StringComparison.Ordinal);
    }

    private void Local(GatedBackend backend, bool opens, Action? onClose = null)
    {
        var env = new StreamExecutionEnvironment(new JobSettings { Parallelism = 1 });
        env.FromSequence(1, 1).Process(() => new Noting(_life, opens, onClose)).Discard();
        _local = new LocalJob(env, new LocalJobSettings { StateBackend = backend }, new Exchange.RecordingScope(), _ => { });
    }

    private async Task<IActorRef> DeployAsync(GatedBackend backend, bool opens = true)
    {
        Local(backend, opens);
        var services = _local!.NodeServices;
        services.Deployments.Add(LocalJob.OnOneNode(_job.Id, ExecutionGraph.Of(_local.Graph), services.Node));
        var subtask = _system.ActorOf(SubtaskActor.Props(services));
        await subtask.Ask<SubtaskProtocol.Deployed>(new SubtaskProtocol.Deploy(Id), Patience.Limit);
        return subtask;
    }

    private sealed class Noting(List<string> life, bool opens, Action? onClose) : ProcessFunction<long, long>
    {
        public override void Open(IRuntimeContext context)
        {
            life.Add("open");
            if (!opens) throw new InvalidDataException("broken");
        }

        public override void ProcessElement(long value, IProcessContext context, Collector<long> output) => output.Collect(value);

        public override void Close()
        {
            life.Add("close");
            onClose?.Invoke();
        }
    }
}
