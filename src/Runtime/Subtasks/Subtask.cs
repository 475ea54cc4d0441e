using System.Diagnostics;
using FlowActors.Elements;
using FlowActors.Functions;
using FlowActors.Operators;
using FlowActors.Runtime.Exchange;
using FlowActors.Runtime.Subtasks.Deployment;
using FlowActors.Runtime.Subtasks.Metrics;
using FlowActors.Threading;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Subtasks;

/// <summary>How a run of a subtask ended.</summary>
internal enum RunResult
{
    /// <summary>The quantum is over; run again.</summary>
    Again,

    /// <summary>Nothing to do until somebody wakes it.</summary>
    Idle,

    /// <summary>An output is full; nothing to do until somebody wakes it.</summary>
    Blocked,

    /// <summary>All input is processed and everything is handed over.</summary>
    Ended,

    /// <summary>The attempt was interrupted; nothing more will be done.</summary>
    Interrupted,
}

/// <summary>
/// One subtask without its actor: the chain, its input and its outputs, advanced a quantum at a time. Used by one thread at a
/// time, except <see cref="Wake"/>, <see cref="Fail"/>, <see cref="Interrupt"/> and the figures.
/// </summary>
internal sealed class Subtask : IWakeable, IGateEvents, ISuspensions, IDisposable
{
    private readonly SubtaskPlan _plan;
    private readonly NodeServices _services;
    private readonly ILogger _log;
    private readonly Action _run;
    private readonly RunQuantum _quantum;
    private readonly ExecutionCursor _cursor = new();
    private readonly OutputGroup _outputs;
    private readonly OutputBuilder _outputBuilder;
    private readonly RecordChecks? _checks;
    private readonly SubtaskInput _input;
    private readonly WakeSignal _signal = new();
    private readonly SortedSet<int> _suspended = [];
    private readonly ThreadInterrupter _interrupter;
    private readonly long _flushTicks;
    private IReadOnlyList<IStreamOperator> _operators = [];
    private ChainHead? _head;
    private int _opened;
    private int _ended;
    private bool _inputEnded;
    private volatile bool _isClosing;
    private long _lastFlush;
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
        _flushTicks = (long)((plan.Graph.Settings.FlushInterval ?? settings.FlushInterval).TotalSeconds * Stopwatch.Frequency);
        _outputs = new OutputGroup(_quantum, settings.OverdraftBatchesMax, Figures.Metered(services.BlockingScope));
        _checks = RecordChecks.For(plan, settings.CheckRecords);
        _outputBuilder = new OutputBuilder(plan, _outputs, services.Exchange, settings, _checks, this, _cursor);
        _interrupter = new ThreadInterrupter(
            services.Time, services.Settings.Cancellation.InterruptAfter, e => SubtaskLog.CallbackFailed(_log, Id, e.GetType(), ExceptionText.Message(e)));
        _input = SubtaskInput.Register(plan, services.Exchange, settings, _checks, this);
    }

    public SubtaskId Id => _plan.Id;

    /// <summary>The attempt of its region.</summary>
    public AttemptId Attempt => _plan.Deployment.Attempt;

    /// <summary>Where the chain notes who is at work.</summary>
    public ExecutionCursor Cursor => _cursor;

    /// <summary>Says when the work must stand still.</summary>
    public RunQuantum Quantum => _quantum;

    /// <summary>Cancelled when the attempt ends.</summary>
    public CancellationToken Cancelled => _interrupter.Token;

    /// <summary>Metrics and accumulators; readable by any thread.</summary>
    public LiveFigures Figures { get; }

    /// <summary>The name of the operator whose code ran last, or what a KeyBy is called; readable by any thread.</summary>
    public string CurrentOperator => _cursor.ChainIndex is var at && at < _plan.Vertex.Chain.Count
        ? _plan.Vertex.Chain[at].Node.Name
        : _outputBuilder.KeySelector(at - _plan.Vertex.Chain.Count);

    /// <summary>True from when the operators begin to close: <see cref="LiveFigures.CallSince"/> is theirs then. Readable by any thread.</summary>
    public bool IsClosing => _isClosing;

    /// <summary>Makes the checks of what operators keep; null where records are not checked.</summary>
    public RecordChecks? Checks => _checks;

    /// <summary>Whether failures may show records.</summary>
    public bool ShowsRecords => _plan.Graph.Settings.ShowRecordsInFailures ?? _services.Settings.Failures.ShowRecords;

    /// <summary>
    /// The text of what the user code that threw was given; null when there is none, or it may not be shown. A writer that failed
    /// did so over a whole batch, of which the record at hand is only the last.
    /// </summary>
    public string? RecordAtHand => _cursor.AtHand is { } hand && !_outputs.HasFailedWriter ? RecordText.Of(hand.Record, _services.Threads) : null;

    /// <summary>Builds the chain and opens the operators, tail first.</summary>
    public void Open()
    {
        using var running = EnterUserCode();
        var chain = new ChainBuilder(_plan, _outputBuilder, _cursor, _checks, ShowsRecords);
        _operators = chain.Build();
        for (var i = _operators.Count - 1; i >= 0; i--)
        {
            _cursor.ChainIndex = i;
            _operators[i].Setup(new SubtaskOperatorContext(_plan, _services, i, this));
        }

        _head = _input.CreateHead(chain.Head, _quantum, _cursor, this);
        Figures.Watch(_head, _outputs);
        for (var i = _operators.Count - 1; i >= 0; i--)
        {
            _cursor.ChainIndex = i;
            _opened++;
            _operators[i].Open();
        }
    }

    /// <summary>Works for a quantum.</summary>
    public RunResult Run()
    {
        if (_interrupter.IsInterrupted) return RunResult.Interrupted;
        _signal.RunStarts();
        var start = Stopwatch.GetTimestamp();
        Figures.RunStarts(start);
        _quantum.Begin(start);
        RunResult result;
        using (_interrupter.Running()) result = Work();
        var end = Stopwatch.GetTimestamp();
        if (MustFlush(result, end)) Flush(end);
        else if (result == RunResult.Blocked) _outputs.Push();
        Figures.RunEnds(end, result);
        if (result is RunResult.Idle or RunResult.Blocked && !_signal.TryRest()) result = RunResult.Again;
        return result;
    }

    /// <summary>Makes results visible; after all subtasks of the job have ended.</summary>
    public void Finish()
    {
        using var running = EnterUserCode();
        for (var i = 0; i < _operators.Count; i++)
        {
            _cursor.ChainIndex = i;
            _operators[i].Finish();
        }
    }

    // The thread may be another subtask's, and about to be interrupted: neither the wait for room here nor the mailbox may be
    // left halfway.
    public void Wake()
    {
        using var shield = InterruptShield.Raise();
        _outputs.RoomMayBeThere();
        if (!_signal.Raise()) return;
        Figures.Scheduled(Stopwatch.GetTimestamp());
        Schedule();
    }

    public void Fail(Exception failure)
    {
        Interlocked.CompareExchange(ref _failure, failure, null);
        _quantum.Interrupt();
        _outputs.Fail(failure);
        Wake();
    }

    /// <summary>Ends the attempt for this subtask, whatever its thread is doing; from any thread.</summary>
    public void Interrupt()
    {
        _interrupter.Interrupt();
        _quantum.Interrupt();
        _outputs.Abort();
    }

    /// <summary>True once the attempt has ended for this subtask: nothing but <see cref="Close"/> may follow.</summary>
    public bool IsInterrupted => _interrupter.IsInterrupted;

    /// <summary>True when the exception only says that the attempt had ended.</summary>
    public bool IsConsequenceOfInterrupt(Exception exception) =>
        _interrupter.IsInterrupted && exception is OperationCanceledException or ThreadInterruptedException;

    public void Barrier(long checkpoint)
    {
        for (var i = 0; i < _operators.Count; i++)
        {
            _cursor.ChainIndex = i;
            _operators[i].PrepareBarrier(checkpoint);
            _operators[i].Snapshot(checkpoint);
        }

        foreach (var writer in _outputBuilder.Writers) writer.Mark(ControlKind.Barrier, checkpoint);
    }

    public void Suspend(int chainIndex) => _suspended.Add(chainIndex);

    /// <summary>Closes what was opened and lets go of all channels; waits for what does not return as long as the settings say.</summary>
    /// <returns>What an operator threw while it closed, or that one did not return in time; null when none did.</returns>
    public Exception? Close()
    {
        var failure = _opened == 0 ? null : CloseOperators();
        _opened = 0;
        Dispose();
        return failure;
    }

    public void Dispose()
    {
        Figures.End();
        _outputBuilder.ClosePools();
        _outputs.Dispose();
        _input.Dispose();
        _interrupter.Dispose();
    }

    private Exception? CloseOperators()
    {
        var opened = Enumerable.Range(_operators.Count - _opened, _opened)
            .Select(i => (i, _plan.Vertex.Chain[i].Node.Name, _operators[i])).ToArray();
        Figures.CallStarts(Stopwatch.GetTimestamp());
        _isClosing = true;
        var closing = new OperatorClosing(
            Id, _cursor, _interrupter, _services.Settings.Cancellation.CloseTimeout, _services.Subtasks.LeftBehind);
        var failure = closing.Run(opened, _services.Threads);
        Figures.CallEnds();
        if (failure is CloseTimeoutException { IsLeftBehind: true } timeout) SubtaskLog.LeftBehind(_log, timeout.Message);
        return failure;
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

    private RunResult Work()
    {
        if (_failure is { } failure) throw failure;
        if (!_outputs.Drain()) return RunResult.Blocked;
        while (true)
        {
            if (!ResumeSuspended()) return Yielded();
            if (_inputEnded) return End();
            switch (_head!.Run())
            {
                case InputProgress.Yielded:
                    return Yielded();
                case InputProgress.Empty:
                    // A source may have nothing more while an operator behind it stands still with results of its last record.
                    if (_suspended.Count > 0) return Yielded();
                    Flush(Stopwatch.GetTimestamp());
                    return _quantum.IsOutputFull ? Yielded() : RunResult.Idle;
                default:
                    _inputEnded = true;
                    break;
            }
        }
    }

    private RunResult Yielded()
    {
        if (_interrupter.IsInterrupted) return RunResult.Interrupted;
        if (_failure is { } failure) throw failure;
        return _outputs.Drain() ? RunResult.Again : RunResult.Blocked;
    }

    // Operators nearer to the tail first: what they hold came before what those above them hold.
    private bool ResumeSuspended()
    {
        while (_suspended.Count > 0)
        {
            var last = _suspended.Max;
            _cursor.ChainIndex = last;
            if (!_operators[last].Resume()) return false;
            _suspended.Remove(last);
        }

        return true;
    }

    // From the head to the tail: each operator hears of the end when everything before it has said all it had to say.
    private RunResult End()
    {
        while (_ended < _operators.Count)
        {
            if (_quantum.ShouldYield()) return Yielded();
            _cursor.ChainIndex = _ended;
            _operators[_ended++].EndInput(0);
            if (!ResumeSuspended()) return Yielded();
        }

        if (_ended == _operators.Count)
        {
            _ended++;
            foreach (var writer in _outputBuilder.Writers) writer.Mark(ControlKind.EndOfInput, 0);
        }

        _outputs.Flush();
        return _outputs.Drain() ? RunResult.Ended : RunResult.Blocked;
    }

    // One full output may stand still for long; what is open for the others must not wait for it.
    private bool MustFlush(RunResult result, long now) =>
        (result == RunResult.Again && now - _lastFlush >= _flushTicks) || (result == RunResult.Blocked && _outputs.CanFlush);

    private void Flush(long now)
    {
        _outputs.Flush();
        _lastFlush = now;
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
