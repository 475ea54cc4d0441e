using System.Diagnostics;
using FlowActors.Operators;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Exchange;
using FlowActors.Runtime.Planning;
using FlowActors.Runtime.Subtasks.Checkpoints;
using FlowActors.Runtime.Subtasks.Deployment;
using FlowActors.Runtime.Subtasks.LocalRecovery;
using FlowActors.Runtime.Subtasks.Metrics;
using FlowActors.Runtime.Subtasks.Queries;
using FlowActors.Runtime.Subtasks.State;
using FlowActors.Sources.Coordination;
using FlowActors.State;
using FlowActors.State.Scopes;
using FlowActors.Threading;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Subtasks;

/// <summary>
/// One subtask without its actor: leads its chain, its wiring and its loop through its life. Used by one thread at a time, except
/// <see cref="Wake"/>, <see cref="Fail"/>, <see cref="Interrupt"/>, <see cref="Hasten"/>, <see cref="Posted"/> and the figures.
/// </summary>
internal sealed class Subtask : IWakeable, IDisposable
{
    private readonly SubtaskPlan _plan;
    private readonly NodeServices _services;
    private readonly ILogger _log;
    private readonly Action _run;
    private readonly RunQuantum _quantum;
    private readonly ExecutionCursor _cursor = new();
    private readonly OperatorChain _chain;
    private readonly SubtaskWiring _wiring;
    private readonly SubtaskLoop _loop;
    private readonly RecordChecks? _checks;
    private readonly WakeSignal _signal = new();
    private readonly ThreadInterrupter _interrupter;
    private readonly StateOwner _state;
    private readonly SubtaskCheckpoints _checkpoints;
    private SubtaskOwnState? _own;
    private InFlightRestore? _underWay;
    private readonly SortedDictionary<long, (CheckpointBarrier Barrier, long Splits)> _entering = [];
    private volatile bool _hasRun;
    private volatile bool _isClosing;
    private string? _call;
    private Exception? _failure;

    /// <summary>Registers the inputs; nothing of the user's runs yet.</summary>
    /// <param name="plan">What to build.</param>
    /// <param name="services">The node.</param>
    /// <param name="run">Schedules one call of <see cref="Run"/>; called from any thread.</param>
    public Subtask(SubtaskPlan plan, NodeServices services, Action run)
    {
        _plan = plan;
        _services = services;
        _run = run;
        _log = services.LoggerFactory.CreateLogger<Subtask>();
        Figures = new LiveFigures(plan, services.Node, services.Subtasks, (gauge, reason) => SubtaskLog.GaugeFailed(_log, gauge, Id, reason));
        var settings = services.Settings.Exchange;
        _quantum = new RunQuantum(settings.Quantum);
        _checks = RecordChecks.For(plan, settings.CheckRecords);
        _interrupter = new ThreadInterrupter(
            services.Time, services.Settings.Cancellation.InterruptAfter, e => SubtaskLog.CallbackFailed(_log, Id, e.GetType(), ExceptionText.Message(e)));
        Posted = new PostedActions(WakeForPosted);
        Turns = new QueryTurns(TryQuery);
        _chain = new OperatorChain(plan, _cursor, _quantum);
        // Before the channels are registered: it may be refused.
        _state = StateOwner.Of(plan, services.StateBackends, services.JobTime, Figures);
        _wiring = new SubtaskWiring(plan, services, _quantum, _cursor, _checks, Figures, this);
        var flushInterval = plan.Graph.Settings.FlushInterval ?? settings.FlushInterval;
        _checkpoints = new SubtaskCheckpoints(plan, plan.Deployment.Storage, services.RunBlocking, Wake, Posted.Post)
        {
            Report = report => TellCheckpoint(report),
            Backend = _state.Backend,
        };
        _loop = new SubtaskLoop(_quantum, _chain, _wiring, Posted, _checkpoints, TakeState, (long)(flushInterval.TotalSeconds * Stopwatch.Frequency))
        {
            Pauses = Figures.Pauses,
        };
    }

    public SubtaskId Id => _plan.Id;

    /// <summary>The attempt of its region.</summary>
    public AttemptId Attempt => _plan.Deployment.Attempt;

    /// <summary>Brings what the reader of a source says to its enumerator, and whether splits are awaited; called on the subtask's thread.</summary>
    public Action<ReaderState, bool> TellReader { get; init; } = (_, _) => throw new InvalidOperationException("Nobody here has the enumerator of a source.");

    /// <summary>Brings what became of a part of a checkpoint to the coordinator; called on the subtask's thread.</summary>
    public Action<CheckpointReport> TellCheckpoint { get; init; } = _ => { };

    /// <summary>Says when the work must stand still.</summary>
    public RunQuantum Quantum => _quantum;

    /// <summary>Cancelled when the attempt ends.</summary>
    public CancellationToken Cancelled => _interrupter.Token;

    /// <summary>Metrics and accumulators; readable by any thread.</summary>
    public LiveFigures Figures { get; }

    /// <summary>When it came into each of its states; readable by any thread, after its end too.</summary>
    public SubtaskTimeline Timeline { get; init; } = new();

    /// <summary>What it is doing and how far event time is, as somebody sees it who is on another thread.</summary>
    public SubtaskInsight Look()
    {
        var since = Figures.CallSince;
        return new SubtaskInsight(
            Timeline, since == 0 ? null : CurrentOperator, since, _isClosing, Figures.Times, _wiring.Said, Figures.RecentAt(Stopwatch.GetTimestamp()));
    }

    /// <summary>What others want done on its thread between two elements; safe from any thread.</summary>
    public PostedActions Posted { get; }

    /// <summary>The name of the operator whose code ran last, or what a KeyBy is called; readable by any thread.</summary>
    public string CurrentOperator => _cursor.AtWork is var at && at < _plan.Vertex.Chain.Count
        ? _chain.NameOf(at)
        : _wiring.Builder.SelectorOf(at - _plan.Vertex.Chain.Count);

    /// <summary>True from when the operators begin to close: <see cref="LiveFigures.CallSince"/> is theirs then. Readable by any thread.</summary>
    public bool IsClosing => _isClosing;

    /// <summary>How long a record may wait in an open batch, as a time of <see cref="Stopwatch"/>.</summary>
    public long FlushTicks => _loop.FlushTicks;

    /// <summary>Makes the checks of what operators keep; null where records are not checked.</summary>
    public RecordChecks? Checks => _checks;

    /// <summary>Whether failures may show records.</summary>
    public bool ShowsRecords => _plan.Graph.Settings.ShowRecordsInFailures ?? _services.Settings.Failures.ShowRecords;

    /// <summary>
    /// The text of what the user code that threw was given; null when there is none, or it may not be shown. A writer that failed
    /// did so over a whole batch, of which the record at hand is only the last.
    /// </summary>
    public string? RecordAtHand => _cursor.AtHand is { } hand && !_wiring.Outputs.HasFailedWriter ? RecordText.Of(hand.Record, _services.Threads) : null;

    /// <summary>
    /// What it is at, or was when it threw: the number of a record among those that it has read in this attempt, a timer, or what lies between
    /// two records. Null when nothing of the user's has run. On the subtask's thread.
    /// </summary>
    public string? Position => _call ?? (_cursor.Timer is { } timer && _loop.Read is { } read ? read.Behind(timer.Firing) : _loop.Position);

    /// <summary>The state of the operators; there from <see cref="OpenState"/> to <see cref="Close"/>.</summary>
    public IStateScope State => _state.Scope;

    /// <summary>
    /// Opens the state, before the operators. On a thread that may block: <see cref="Interrupt"/> and <see cref="Close"/> do not wait for
    /// it, and what was opened after them is disposed at once.
    /// </summary>
    /// <param name="restore">Puts back what was kept, while nobody else knows of the scope; null to begin empty.</param>
    public void OpenState(Action<IStateScope>? restore = null)
    {
        var restored = _plan.Deployment.Restored;
        _state.Open(
            restore ?? (restored is null ? null : scope => restored.RestoreTo(scope, _state.Settings, _plan.Vertex.Parallelism, _checkpoints.Restored, Figures.Restored)), Cancelled);
        if (restored is not null && Figures.Restored is { IsAny: true, Local: var local, Fetched: var fetched })
            LocalRecoveryLog.Restored(_log, Id, restored.Checkpoint, Figures.Restored.Open, local.Count, local.Bytes, fetched.Count, fetched.Bytes);
        if (restored is { Metadata.Unaligned: true }) _underWay = InFlightRestore.Read(restored, _plan);
    }

    /// <summary>Builds the chain and opens the operators, tail first.</summary>
    /// <remarks>What was under way is put back before they open, so that nothing that they emit overtakes it.</remarks>
    public void Open()
    {
        using var running = EnterUserCode();
        _call = "its opening";
        var notes = new RecordNotes(_cursor, _plan.Vertex.Chain.Select(o => o.Node), ShowsRecords);
        var surroundings = new ChainSurroundings(
            _cursor, _quantum, _chain, Posted, Figures, State, _checks, ShowsRecords, notes, this, TellReader, Cancelled);
        var builder = new ChainBuilder(
            _plan, _wiring.Builder, _cursor, _checks, notes, (i, outputs) => new SubtaskOperatorContext(_plan, _services, i, outputs, surroundings));
        _chain.Take(builder.Build());
        var head = _wiring.CreateHead(_chain.Head, notes, _quantum, _cursor, _loop);
        _loop.Take(head);
        Figures.Watch(head, _wiring.Outputs, () => _wiring.Said);
        if (Id.Index == 0) WarnOfSharedInputs();
        if (_plan.Deployment.Storage is not null)
        {
            _own = new SubtaskOwnState(State.OperatorState(_plan.Vertex.Chain[0].Uid), Figures.Accumulators, _wiring, _plan);
            _own.Restore();
        }

        // Those that read start when all are open.
        _wiring.Outputs.NeverWaits = true;
        PutBack();
        _chain.Open();
        _wiring.Outputs.NeverWaits = false;
        if (_plan.HasEnded) _loop.EndAtOnce();
        else if (_plan.Deployment.StandsStill) _loop.StandStill();
        _call = null;
    }

    /// <summary>Works for a quantum.</summary>
    /// <returns>Done when all input is processed and everything is handed over; waiting, too, when the attempt was interrupted.</returns>
    public Progress Run()
    {
        if (_interrupter.IsInterrupted) return Progress.Waiting;
        _signal.RunStarts();
        var start = Stopwatch.GetTimestamp();
        Figures.RunStarts(start);
        _quantum.Begin(start);
        // What a function has caught has left calls under way in those behind it.
        _cursor.EndCalls();
        _hasRun = true;
        _services.LongRuns.RunStarts();
        if (_failure is { } failure) throw failure;
        Progress progress;
        using (_interrupter.Running())
        {
            try
            {
                progress = _loop.Run();
            }
            catch (OperationCanceledException) when (_failure is not null && !_interrupter.IsInterrupted)
            {
                // Why it was ended is told, and not that it was.
                throw _failure;
            }
        }

        Figures.RunEnds(Stopwatch.GetTimestamp(), progress);
        if (_interrupter.IsInterrupted) return Progress.Waiting;
        if (_failure is { } meanwhile) throw meanwhile;
        if (progress == Progress.Yielded || _signal.TryRest()) return progress;
        if (progress != Progress.Done) return Progress.Yielded;
        // What was posted meanwhile is still done.
        Schedule();
        return Progress.Done;
    }

    /// <summary>
    /// Makes results visible; after all subtasks of the job have ended. What takes time goes on in <see cref="Run"/>, which is done when
    /// all of it is.
    /// </summary>
    /// <returns>True when nothing is left to do.</returns>
    public bool Finish()
    {
        using var running = EnterUserCode();
        _call = "its commit";
        _loop.ReadNoMore();
        _chain.Finish();
        return !_chain.HasSuspended;
    }

    /// <summary>
    /// A checkpoint begins: its barrier enters here, behind what was emitted. From any thread; for sources, for subtasks that have ended, which
    /// still take part, and for those whose senders have.
    /// </summary>
    /// <param name="barrier">The barrier.</param>
    /// <param name="splits">How many splits the reader of a source must have got before: what was assigned by then belongs to the checkpoint.</param>
    public void EnterBarrier(CheckpointBarrier barrier, long splits = 0) => Posted.Post(() =>
    {
        _entering[barrier.Checkpoint] = (barrier, splits);
        EnterWhenReady();
    });

    /// <summary>Where a savepoint is written to. From any thread.</summary>
    public void AimSavepoint(long checkpoint, string target) => Posted.Post(() => _checkpoints.Aim(checkpoint, target));

    /// <summary>Splits for the reader of its source. From any thread.</summary>
    public void TakeSplits(SplitAnswer answer) => Posted.Post(() =>
    {
        ((SourceOperator)_chain.Head).Take(answer);
        EnterWhenReady();
    });

    /// <summary>Asks its state something, between two quanta. From any thread.</summary>
    /// <param name="query">Asks; does not throw.</param>
    /// <param name="refused">Called instead, from any thread, when the subtask ends before that.</param>
    /// <returns>False when too many wait, or the subtask has ended: then neither is called.</returns>
    public bool TryQuery(Action<StateReader> query, Action refused) => Posted.TryPostQuery(
        () => query(new StateReader((IQueriedState)State, _plan.KeyGroups, _plan.Vertex.MaxParallelism, _plan.Id.Attempt)), refused);

    /// <summary>Long questions, a slice of one of them between two quanta; safe from any thread.</summary>
    public QueryTurns Turns { get; }

    /// <summary>Whether an operator of it has that uid.</summary>
    public bool Has(string uid) => _plan.Vertex.Chain.Any(o => o.Uid == uid);

    /// <summary>A checkpoint is durable: what was prepared for it is committed. From any thread.</summary>
    public void CompleteCheckpoint(long checkpoint) => Posted.Post(() =>
    {
        _checkpoints.Complete(checkpoint);
        _chain.CheckpointComplete(checkpoint);
    });

    /// <summary>A checkpoint will not complete: whatever still waits for its barrier goes on. From any thread.</summary>
    /// <param name="checkpoint">Its number.</param>
    /// <param name="underWay">Lower ones that are not over; null for none.</param>
    public void AbortCheckpoint(long checkpoint, IReadOnlyList<long>? underWay = null) => Posted.Post(() =>
    {
        foreach (var over in _entering.Keys.Where(c => c <= checkpoint && underWay?.Contains(c) != true).ToList()) _entering.Remove(over);
        if (_loop.Abort(checkpoint, underWay ?? []) is { } holder) SubtaskLog.BarrierHeldUp(_log, checkpoint, Id, holder);
    });

    // The thread may be another subtask's, and about to be interrupted: neither the wait for room here nor the mailbox may be
    // left halfway.
    public void Wake()
    {
        using var shield = InterruptShield.Raise();
        _wiring.Outputs.RoomMayBeThere();
        if (!_signal.Raise()) return;
        Figures.Scheduled(Stopwatch.GetTimestamp());
        Schedule();
    }

    public void BarrierAnnounced()
    {
        _loop.BarrierAnnounced();
        WakeForPosted();
    }

    public void Fail(Exception failure)
    {
        Interlocked.CompareExchange(ref _failure, failure, null);
        _quantum.End();
        _wiring.Outputs.Fail(failure);
        Wake();
    }

    /// <summary>Ends the attempt for this subtask, whatever its thread is doing; from any thread.</summary>
    public void Interrupt()
    {
        _interrupter.Interrupt();
        _quantum.End();
        _wiring.Outputs.Abort();
    }

    /// <summary>
    /// The run at hand has taken longer than records may wait: it ends before its next record, and what it has emitted leaves at the
    /// next emission. From any thread.
    /// </summary>
    public void Hasten()
    {
        if (!_hasRun) return;
        _quantum.Interrupt();
        _wiring.Outputs.Hasten();
    }

    /// <summary>True once the attempt has ended for this subtask: nothing but <see cref="Close"/> may follow.</summary>
    public bool IsInterrupted => _interrupter.IsInterrupted;

    /// <summary>True when the exception only says that the attempt had ended.</summary>
    public bool IsConsequenceOfInterrupt(Exception exception) =>
        _interrupter.IsInterrupted && exception is OperationCanceledException or ThreadInterruptedException;

    /// <summary>Closes what was opened and lets go of all channels; waits for what does not return as long as the settings say.</summary>
    /// <returns>What an operator threw while it closed, or that one did not return in time; null when none did.</returns>
    public Exception? Close()
    {
        var opened = _chain.TakeOpened();
        // Handed over once: an operator whose Close does not return in time still works on it.
        var state = _state.Take() is { } scope ? _checkpoints.GuardEnd(scope) : null;
        var failure = opened.Count == 0 && state is null ? null : CloseOperators(opened, state);
        Dispose();
        return failure;
    }

    public void Dispose()
    {
        Posted.Close();
        _checkpoints.Dispose();
        Figures.End();
        _wiring.Dispose();
        _interrupter.Dispose();
    }

    private void PutBack()
    {
        if (_underWay is null) return;
        _wiring.Restore(_underWay.Channels);
        _own!.SayAgain(_underWay.RoutedAnew);
        _underWay = null;
    }

    // The planner does not know which operators choose: that is seen once there is one.
    private void WarnOfSharedInputs()
    {
        if (_chain.Head is IInputSelectable && SharedVertices.Find(_plan.Graph, _plan.Vertex) is { } found)
            SubtaskLog.InputsMayStandStill(_log, _plan.Graph.JobName, _chain.NameOf(0), InputName.Of(found.First), InputName.Of(found.Second), found.Shared.Name);
    }

    private Exception? CloseOperators(IReadOnlyList<(int Index, string Name, IStreamOperator Operator)> opened, IDisposable? state)
    {
        Figures.CallStarts(Stopwatch.GetTimestamp());
        _isClosing = true;
        var closing = new OperatorClosing(
            Id, _cursor, _interrupter, _services.Settings.Cancellation.CloseTimeout, _services.Subtasks.LeftBehind);
        var failure = closing.Run(opened, state, _services.Threads);
        Figures.CallEnds();
        if (failure is CloseTimeoutException { IsLeftBehind: true } timeout) SubtaskLog.LeftBehind(_log, timeout.Message);
        return failure;
    }

    private void EnterWhenReady()
    {
        while (_entering.Count > 0)
        {
            var (barrier, splits) = _entering.First().Value;
            if (_chain.Head is SourceOperator source && source.SplitsReceived < splits) return;
            _entering.Remove(barrier.Checkpoint);
            _loop.Enter(barrier);
        }
    }

    // The whole chain has put its state into the scope.
    private void TakeState(CheckpointBarrier barrier)
    {
        if (_own is null) return;
        _own.Snapshot(barrier.Mode is CheckpointMode.Unaligned or CheckpointMode.AlignedWithTimeout);
        _checkpoints.Take(barrier, State, _loop.HasEnded, _chain.Commits, new SnapshotTimes(default, _wiring.Alignment, Stopwatch.GetElapsedTime(_loop.BarrierSince), default, 0));
    }

    private void WakeForPosted()
    {
        _quantum.Interrupt();
        Wake();
    }

    // Interrupts of strangers, such as user code that interrupts its own thread, know no shield. Scheduled twice is as good as once.
    private void Schedule()
    {
        var isInterrupted = false;
        while (true)
        {
            try
            {
                _run();
                break;
            }
            catch (ThreadInterruptedException)
            {
                isInterrupted = true;
            }
        }

        if (isInterrupted) Thread.CurrentThread.Interrupt();
    }

    private UserCode EnterUserCode()
    {
        Figures.CallStarts(Stopwatch.GetTimestamp());
        return new UserCode(_interrupter.Running(), Figures);
    }

    /// <summary>Outside of a run: may be interrupted, and is told as a long call when it takes long.</summary>
    private readonly struct UserCode(InterruptGuard.Scope scope, LiveFigures figures) : IDisposable
    {
        public void Dispose()
        {
            scope.Dispose();
            figures.CallEnds();
        }
    }
}
