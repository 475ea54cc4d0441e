using Akka.Actor;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Exchange;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Tasks;

/// <summary>
/// The shell around a <see cref="SubtaskTask"/>: a sharding entity whose mailbox carries control messages and wake-ups, never
/// records. Each <see cref="Work"/> works for a quantum and then queues behind whatever has arrived meanwhile.
/// </summary>
internal sealed class SubtaskActor(NodeServices services) : UntypedActor
{
    private readonly ILogger _log = services.LoggerFactory.CreateLogger<SubtaskActor>();
    private SubtaskState _state = SubtaskState.Created;
    private SubtaskId _id;
    private SubtaskTask? _task;
    private IActorRef _coordinator = ActorRefs.Nobody;

    public static Props Props(NodeServices services) => Akka.Actor.Props.Create(() => new SubtaskActor(services));

    protected override void OnReceive(object message)
    {
        if (message is SubtaskProtocol.ICommand command)
        {
            _coordinator = Sender;
            if (_state == SubtaskState.Created) _id = command.Subtask;
            else if (command.Subtask != _id) throw new InvalidOperationException($"Subtask {_id} was sent a command for {command.Subtask}.");
        }

        try
        {
            Handle(message);
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    /// <summary>The shard or the system stops: nobody waits for an answer.</summary>
    protected override void PostStop() => Abandon();

    private void Handle(object message)
    {
        // Commands are repeated, so another one may lie behind the one that was interrupted: it must not do the work again.
        if (_task is { IsInterrupted: true } && message is not SubtaskProtocol.Stop) return;
        switch (message)
        {
            case Work:
                if (_state == SubtaskState.Running) Advance();
                break;
            case SubtaskProtocol.Deploy deploy:
                if (_state == SubtaskState.Created) Deploy(deploy);
                _coordinator.Tell(new SubtaskProtocol.Deployed(_id));
                break;
            case SubtaskProtocol.Open:
                if (Expect(SubtaskState.Deployed, SubtaskState.Ready)) Open();
                _coordinator.Tell(new SubtaskProtocol.Ready(_id));
                break;
            case SubtaskProtocol.Start:
                if (Expect(SubtaskState.Ready, SubtaskState.Running)) Start();
                _coordinator.Tell(new SubtaskProtocol.Running(_id));
                if (_state == SubtaskState.Finishing) _coordinator.Tell(Finishing());
                break;
            case SubtaskProtocol.Finish:
                Finish();
                break;
            case SubtaskProtocol.Stop:
                Stop();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Deploy(SubtaskProtocol.Deploy deploy)
    {
        var graph = services.Jobs.Resolve(deploy.Job);
        if (graph.Hash != deploy.GraphHash) throw new GraphMismatchException(deploy.Job.JobName, services.Node, deploy.GraphHash, graph.Hash);
        var self = Self;
        _task = new SubtaskTask(new SubtaskPlan(_id, graph, deploy.Region, deploy.Slots), services, () => self.Tell(Work.Instance));
        services.Tasks.Add(_task);
        Move(SubtaskState.Deployed);
    }

    private void Open()
    {
        _task!.Open();
        Move(SubtaskState.Ready);
    }

    private void Start()
    {
        Move(SubtaskState.Running);
        Self.Tell(Work.Instance);
    }

    private void Advance()
    {
        switch (_task!.Run())
        {
            case RunResult.Again:
                Self.Tell(Work.Instance);
                break;
            case RunResult.Ended:
                Move(SubtaskState.Finishing);
                _coordinator.Tell(Finishing());
                break;
        }
    }

    private SubtaskProtocol.Finishing Finishing() => new(_id, _task!.Figures.Accumulators.Names());

    private void Finish()
    {
        if (_state != SubtaskState.Finishing)
            throw new InvalidOperationException($"Subtask {_id} was told to finish while it was {_state}.");
        _task!.Finish();
        var accumulators = _task.Figures.Accumulators.Values();
        if (Release() is { } failure) throw failure;
        Move(SubtaskState.Finished);
        _coordinator.Tell(new SubtaskProtocol.Finished(_id, accumulators));
        Context.Stop(Self);
    }

    private void Stop()
    {
        // The attempt ends, but its failures must tell of a thread that is left behind.
        if (Abandon() is CloseTimeoutException { IsLeftBehind: true } timeout) End(SubtaskFailure.From(timeout.OperatorName, timeout));
        else End(null);
    }

    private void Fail(Exception exception)
    {
        if (_state is SubtaskState.Finished or SubtaskState.Failed or SubtaskState.Stopped) return;
        // User code that was unwound because the attempt is over has not failed; Stop is on its way.
        if (_task is not null && _task.IsConsequenceOfInterrupt(exception)) return;
        var failure = SubtaskFailure.From(_task?.CurrentOperator, exception);
        var record = _task?.RecordAtHand;
        if (Abandon() is CloseTimeoutException timeout) failure = failure with { Message = $"{failure.Message} ({timeout.Message})" };
        End(failure, record);
    }

    private void End(SubtaskFailure? failure, string? record = null)
    {
        Move(failure is null ? SubtaskState.Stopped : SubtaskState.Failed);
        _coordinator.Tell(failure is null ? new SubtaskProtocol.Stopped(_id) : new SubtaskProtocol.Failed(_id, FailureText.Shorten(failure with { Record = record })));
        Context.Stop(Self);
    }

    // The token first: what user code has started may wait for it, and Close for that. The coordinator, which ends the
    // attempt for all, hears of a failure only after Close.
    private Exception? Abandon()
    {
        _task?.Interrupt();
        return Release();
    }

    // Until Close has returned the subtask can be interrupted and is watched.
    private Exception? Release()
    {
        if (_task is null) return null;
        var task = _task;
        _task = null;
        var failure = task.Close();
        services.Tasks.Remove(task);
        return failure;
    }

    private bool Expect(SubtaskState from, SubtaskState to)
    {
        if (_state == from) return true;
        if (_state < from) throw new InvalidOperationException($"Subtask {_id} cannot go to {to} while it is {_state}.");
        return false;
    }

    private void Move(SubtaskState to)
    {
        var from = _state;
        _state = SubtaskLife.Move(_id, _state, to);
        TaskLog.Moved(_log, _id, from, to);
    }

    /// <summary>Work for a quantum.</summary>
    private sealed class Work : Akka.Actor.INoSerializationVerificationNeeded
    {
        public static readonly Work Instance = new();
    }
}
