using System.Diagnostics;
using System.Runtime.ExceptionServices;
using FlowActors.Operators;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Protocols;
using FlowActors.Runtime.Subtasks.Checkpoints;
using FlowActors.Runtime.Subtasks.Metrics;
using FlowActors.Sources.Coordination;
using Akka.Actor;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Subtasks;

/// <summary>
/// The shell around a <see cref="Subtask"/>: a sharding entity whose mailbox carries control messages and wake-ups, never
/// records. Each <see cref="Work"/> works for a quantum and then queues behind whatever has arrived meanwhile.
/// </summary>
internal sealed class SubtaskActor(NodeServices services) : UntypedActor, IWithTimers
{
    private static readonly TimeSpan FirstRepeat = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestRepeat = TimeSpan.FromSeconds(8);
    private readonly ILogger _log = services.LoggerFactory.CreateLogger<SubtaskActor>();
    private readonly SubtaskTimeline _timeline = new();
    private SubtaskState _state = SubtaskState.Created;
    private SubtaskId _id;
    private Subtask? _subtask;
    private IActorRef _agent = ActorRefs.Nobody;
    private ReaderState? _reader;

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(NodeServices services) => Akka.Actor.Props.Create(() => new SubtaskActor(services));

    protected override void OnReceive(object message)
    {
        if (message is SubtaskProtocol.ICommand command)
        {
            _agent = Sender;
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
        if (_subtask is { IsInterrupted: true } && message is not SubtaskProtocol.Stop) return;
        switch (message)
        {
            case Work:
                // One that has ended still does what is posted.
                if (_state is SubtaskState.Running or SubtaskState.Finishing or SubtaskState.Committing) Advance();
                break;
            case SubtaskProtocol.Deploy:
                if (_state == SubtaskState.Created && !TryDeploy()) break;
                _agent.Tell(new SubtaskProtocol.Deployed(_id));
                break;
            case SubtaskProtocol.Open:
                if (Expect(SubtaskState.Deployed, SubtaskState.Restoring)) Restore();
                if (_state >= SubtaskState.Ready) _agent.Tell(new SubtaskProtocol.Ready(_id));
                break;
            case StateOpened opened when ReferenceEquals(opened.Subtask, _subtask):
                if (opened.Failure is { } failure) ExceptionDispatchInfo.Throw(failure);
                Open();
                _agent.Tell(new SubtaskProtocol.Ready(_id));
                if (_reader is { } reader) TellReader(reader, FirstRepeat);
                break;
            case StateOpened:
                // Of a subtask that has ended meanwhile.
                break;
            case SubtaskProtocol.Start:
                if (Expect(SubtaskState.Ready, SubtaskState.Running)) Start();
                _agent.Tell(new SubtaskProtocol.Running(_id));
                if (_state == SubtaskState.Finishing) TellFinishing();
                break;
            case SubtaskProtocol.TakeSplits e:
                // Commands are told to an entity that came into being for nothing too.
                _subtask?.TakeSplits(new SplitAnswer(_id.Index, _id.Attempt, e.From, e.Splits, e.NoMore, e.Behind));
                break;
            case SubtaskProtocol.EnterBarrier e: _subtask?.EnterBarrier(new CheckpointBarrier(e.Checkpoint, e.Kind, e.Mode, e.IsNative), e.Splits); break;
            case SubtaskProtocol.AimSavepoint e: _subtask?.AimSavepoint(e.Checkpoint, e.Target); break;
            case SubtaskProtocol.CheckpointOver e:
                if (e.IsComplete) _subtask?.CompleteCheckpoint(e.Checkpoint);
                else _subtask?.AbortCheckpoint(e.Checkpoint, e.UnderWay);
                break;
            case RepeatReader e:
                if (e.State == _reader && _subtask is not null) TellReader(e.State, LongestRepeat < e.After * 2 ? LongestRepeat : e.After * 2);
                break;
            case SubtaskProtocol.Finish when _state == SubtaskState.Created:
                // Repeated: the entity that was meant has finished and is gone, and this one came into being for nothing.
                End(null);
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

    // Sharding may have put the subtask on a node that knows nothing of its attempt: there it ends, and is made anew elsewhere.
    private bool TryDeploy()
    {
        if (services.Deployments.Find(_id) is not { } deployment)
        {
            Move(SubtaskState.Stopped);
            _agent.Tell(new SubtaskProtocol.Misplaced(_id, services.Node));
            Context.Stop(Self);
            return false;
        }

        var self = Self;
        _subtask = new Subtask(new SubtaskPlan(_id, deployment), services, () => self.Tell(Work.Instance))
        {
            Timeline = _timeline,
            TellCheckpoint = TellCheckpoint,
            TellReader = (state, awaitsSplits) => TellReader(state, awaitsSplits ? FirstRepeat : null),
        };
        services.Subtasks.Add(_subtask);
        Move(SubtaskState.Deployed);
        return true;
    }

    // In a call of the subtask, so on the actor's thread.
    private void TellReader(ReaderState state, TimeSpan? repeatAfter)
    {
        _reader = state;
        // What it says while it opens is told once it is open.
        if (_state < SubtaskState.Ready) return;
        if (repeatAfter is not { } after)
        {
            Timers.Cancel(nameof(RepeatReader));
            return;
        }

        _agent.Tell(new SubtaskProtocol.ReaderTold(_id, state.Requests, state.Received, state.Report));
        Timers.StartSingleTimer(nameof(RepeatReader), new RepeatReader(state, after), after);
    }

    private void TellCheckpoint(CheckpointReport report) => _agent.Tell(report switch
    {
        CheckpointReport.Taken t => new SubtaskProtocol.CheckpointTaken(_id, t.Barrier.Checkpoint, t.Barrier.Kind, t.Target, t.Snapshot, t.Commits, t.Times),
        CheckpointReport.NotWritten n => new SubtaskProtocol.CheckpointNotWritten(_id, n.Barrier.Checkpoint, ControlText.Cut(n.Cause, ControlLimits.ReasonBytesMax)),
        _ => throw new UnreachableException($"Unknown report {report.GetType()} of subtask {_id}."),
    });

    private void TellFinishing() => _agent.Tell(new SubtaskProtocol.Finishing(_id, _subtask!.Figures.Accumulators.Values()));

    // The operators' threads must not wait for files.
    private void Restore()
    {
        Move(SubtaskState.Restoring);
        var self = Self;
        var subtask = _subtask!;
        services.RunBlocking(() =>
        {
            Exception? failure = null;
            try
            {
                subtask.OpenState();
            }
            catch (Exception e)
            {
                failure = e;
            }

            self.Tell(new StateOpened(subtask, failure));
        });
    }

    private void Open()
    {
        _subtask!.Open();
        Move(SubtaskState.Ready);
    }

    private void Start()
    {
        Move(SubtaskState.Running);
        Self.Tell(Work.Instance);
    }

    private void Advance()
    {
        switch (_subtask!.Run())
        {
            case Progress.Yielded:
                Self.Tell(Work.Instance);
                break;
            case Progress.Done when _state == SubtaskState.Running:
                Move(SubtaskState.Finishing);
                TellFinishing();
                break;
            case Progress.Done when _state == SubtaskState.Committing:
                EndWell();
                break;
        }
    }

    private void Finish()
    {
        // Repeated, while it does what it was told.
        if (_state == SubtaskState.Committing) return;
        // One that was stopped with a savepoint stands still at its barrier.
        if (_state is not (SubtaskState.Running or SubtaskState.Finishing))
            throw new InvalidOperationException($"Subtask {_id} was told to finish while it was {_state}.");
        Move(SubtaskState.Committing);
        if (_subtask!.Finish()) EndWell();
    }

    private void EndWell()
    {
        var subtask = _subtask!;
        var accumulators = subtask.Figures.Accumulators.Values();
        if (Release() is { } failure)
        {
            End(SubtaskFailure.From((failure as CloseTimeoutException)?.OperatorName ?? subtask.CurrentOperator, failure).At("its closing"));
            return;
        }

        Move(SubtaskState.Finished);
        _agent.Tell(new SubtaskProtocol.Finished(_id, accumulators));
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
        if (_subtask is not null && _subtask.IsConsequenceOfInterrupt(exception)) return;
        var failure = SubtaskFailure.From(_subtask?.CurrentOperator, exception).At(_subtask?.Position);
        var record = _subtask?.RecordAtHand;
        if (Abandon() is CloseTimeoutException timeout) failure = failure with { Message = $"{failure.Message} ({timeout.Message})" };
        End(failure, record);
    }

    private void End(SubtaskFailure? failure, string? record = null)
    {
        Move(failure is null ? SubtaskState.Stopped : SubtaskState.Failed);
        _agent.Tell(failure is null ? new SubtaskProtocol.Stopped(_id) : new SubtaskProtocol.Failed(_id, FailureText.Shorten(failure with { Record = record })));
        Context.Stop(Self);
    }

    // The token first: what user code has started may wait for it, and Close for that. The coordinator, which ends the
    // attempt for all, hears of a failure only after Close.
    private Exception? Abandon()
    {
        _subtask?.Interrupt();
        return Release();
    }

    // Until Close has returned the subtask can be interrupted and is watched.
    private Exception? Release()
    {
        if (_subtask is null) return null;
        var subtask = _subtask;
        _subtask = null;
        var failure = subtask.Close();
        services.Subtasks.Remove(subtask);
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
        _timeline.Add(to, services.Time.GetUtcNow());
        SubtaskLog.Moved(_log, _id, from, to);
    }

    /// <summary>The state of a subtask is open, or is not.</summary>
    private sealed record StateOpened(Subtask Subtask, Exception? Failure) : Akka.Actor.INoSerializationVerificationNeeded;

    /// <summary>What the reader of a source has said may be lost.</summary>
    private sealed record RepeatReader(ReaderState State, TimeSpan After) : Akka.Actor.INoSerializationVerificationNeeded;

    /// <summary>Work for a quantum.</summary>
    private sealed class Work : Akka.Actor.INoSerializationVerificationNeeded
    {
        public static readonly Work Instance = new();
    }
}
