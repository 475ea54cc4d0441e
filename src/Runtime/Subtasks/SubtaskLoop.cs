using System.Diagnostics;
using FlowActors.Elements;
using FlowActors.Operators;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Exchange;
using FlowActors.Runtime.Subtasks.Checkpoints;
using FlowActors.Runtime.Subtasks.Metrics;
using FlowActors.Runtime.Subtasks.Steps;

namespace FlowActors.Runtime.Subtasks;

/// <summary>
/// The work of a subtask, a quantum at a time: suspended output first, then pending steps, then the next elements. What was posted is
/// done at the start of each run, so between two elements. Used on the subtask's thread.
/// </summary>
internal sealed class SubtaskLoop : IGateEvents
{
    // As many as may be under way at once.
    private const int AbortedMax = 64;

    private static readonly long WriteTicks = Stopwatch.Frequency / 2000;
    private readonly RunQuantum _quantum;
    private readonly OperatorChain _chain;
    private readonly SubtaskWiring _wiring;
    private readonly PostedActions _posted;
    private readonly SubtaskCheckpoints _checkpoints;
    private readonly Action<CheckpointBarrier> _take;
    private readonly Queue<SubtaskStep> _steps = new();
    private ChainHead? _head;
    private LoopWork _work;
    private long _lastFlush;
    private long _latest = long.MinValue;
    private long? _standsStillAt;
    private CheckpointBarrier? _behindEnd;
    private readonly SortedSet<long> _aborted = [];
    private long _overtaken = long.MinValue;
    private bool _passedBehindEnd;
    private int _isAnnounced;
    private bool _readsNoMore;

    /// <param name="quantum">Says when to stop.</param>
    /// <param name="chain">The operators.</param>
    /// <param name="wiring">The channels.</param>
    /// <param name="posted">What others want done.</param>
    /// <param name="checkpoints">Writes the subtask's parts of checkpoints.</param>
    /// <param name="take">Takes the state of the subtask at a barrier.</param>
    /// <param name="flushTicks">How long a record may wait in an open batch, as a time of <see cref="Stopwatch"/>.</param>
    public SubtaskLoop(
        RunQuantum quantum,
        OperatorChain chain,
        SubtaskWiring wiring,
        PostedActions posted,
        SubtaskCheckpoints checkpoints,
        Action<CheckpointBarrier> take,
        long flushTicks)
    {
        _quantum = quantum;
        _chain = chain;
        _wiring = wiring;
        _posted = posted;
        _checkpoints = checkpoints;
        _take = take;
        FlushTicks = flushTicks;
    }

    /// <summary>True when all input has ended and the end has gone out: only what is posted is still done.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>How long a record may wait in an open batch, as a time of <see cref="Stopwatch"/>.</summary>
    public long FlushTicks { get; }

    /// <summary>When the last barrier was here on all channels, as a time of <see cref="Stopwatch"/>.</summary>
    public long BarrierSince { get; private set; }

    /// <summary>How long records stood still for barriers.</summary>
    public BarrierPauses Pauses { get; init; } = new();

    /// <summary>How far the head has read, in its words; null before there is one.</summary>
    public ReadPosition? Read => _head?.Position;

    /// <summary>What it is at, or was when it threw, for a failure to tell; null before there is a head.</summary>
    public string? Position => Read is { } read
        ? _work switch
        {
            LoopWork.Posted => read.Behind("a call between two records"),
            LoopWork.Finishing when _steps.TryPeek(out var step) && step.HasBegun => read.Behind(step.Name),
            // What stands still is what the last record has made.
            LoopWork.Finishing when read.Record > 0 => read.LastRecord,
            _ => read.AtHand,
        }
        : null;

    /// <summary>Takes what makes the head of the chain work.</summary>
    public void Take(ChainHead head) => _head = head;

    /// <summary>Works until the quantum is over or nothing can be done.</summary>
    /// <returns>Done when everything is handed over.</returns>
    public Progress Run()
    {
        // What was posted meanwhile, which comes in the next run, must not end this one before its first element.
        _work = LoopWork.Posted;
        if (Volatile.Read(ref _isAnnounced) != 0) LookForBarriers();
        if (_posted.Run()) _quantum.Begin(Stopwatch.GetTimestamp());
        var progress = Work();
        var now = Stopwatch.GetTimestamp();
        // One full output may stand still for long; what is open for the others must not wait for it.
        if ((progress == Progress.Yielded && now - _lastFlush >= FlushTicks) || (progress == Progress.OutputFull && _wiring.Outputs.CanFlush)) Flush(now);
        else if (progress == Progress.OutputFull) _wiring.Outputs.Push();
        return WriteOn(progress);
    }

    /// <summary>Something to be done before the next element.</summary>
    public void Add(SubtaskStep step)
    {
        _steps.Enqueue(step);
        _quantum.SetPending(true);
    }

    /// <summary>
    /// A checkpoint's barrier is here: aligned by the gate, or triggered at a source or at a subtask that has ended. One of a lower
    /// number than the last is passed over, one of a higher number passes behind the one under way.
    /// </summary>
    public void Barrier(CheckpointBarrier barrier)
    {
        var checkpoint = barrier.Checkpoint;
        if (checkpoint <= _latest || _aborted.Contains(checkpoint)) return;
        _latest = checkpoint;
        BarrierSince = Stopwatch.GetTimestamp();
        if (!HasEnded) Pauses.Begin(BarrierSince);
        if (barrier.StandsStill) _standsStillAt = checkpoint;
        Add(new BarrierStep(barrier, _chain, () => _checkpoints.Readiness, Pass));
    }

    /// <summary>A barrier has overtaken what is under way on a channel: it is looked for at the start of the next run. From any thread.</summary>
    public void BarrierAnnounced() => Volatile.Write(ref _isAnnounced, 1);

    /// <summary>
    /// The barrier of a checkpoint enters here: at a source, at a subtask whose senders have said all they have to say, or anywhere when it
    /// overtakes what is under way, perhaps only from here on.
    /// </summary>
    public void Enter(CheckpointBarrier barrier)
    {
        if (barrier.Overtakes && barrier.Checkpoint == _latest) Overtake(barrier);
        else if (HasEnded) Barrier(barrier);
        else if (barrier.Kind == CheckpointKind.DrainWithSavepoint) Drain(barrier);
        else if (_head!.IsSource) Barrier(barrier);
        else _wiring.Enter(barrier);
    }

    /// <summary>The subtask was restored from a snapshot that was taken after its end: that goes out again, and nothing else.</summary>
    public void EndAtOnce() => Add(new EndOfChainStep(_chain.Count, _chain, _wiring, _quantum));

    /// <summary>The subtask was restored from the snapshot with which its job ends: it commits, and reads nothing more.</summary>
    public void StandStill() => _standsStillAt = long.MaxValue;

    /// <summary>Nothing more is read, by one that stands still at a savepoint either: when what is suspended is done, all is.</summary>
    public void ReadNoMore() => _readsNoMore = true;

    // Told by the gate: it waits no more.
    public void CheckpointAborted(long checkpoint) => AbortOne(checkpoint);

    public void Idle() => Add(new IdleStep(_chain));

    public void EndOfInput(int input) => Add(new EndOfInputStep(input, _chain));

    /// <summary>
    /// A checkpoint will not complete. A barrier that has not passed is dropped and waits for nothing any more, here and, as the abort
    /// travels, at all that this subtask sends to.
    /// </summary>
    /// <param name="checkpoint">Its number.</param>
    /// <param name="underWay">Lower ones that go on. All others are over with it: the news of that may have been lost.</param>
    /// <returns>The name of the operator that has held the barrier up; null when none has.</returns>
    public string? Abort(long checkpoint, IReadOnlyList<long> underWay)
    {
        foreach (var earlier in _steps.OfType<BarrierStep>().Select(b => b.Checkpoint).Where(c => c < checkpoint && !underWay.Contains(c)).ToList()) AbortOne(earlier);
        if (_wiring.Abort(checkpoint, underWay) is { } lower) AbortOne(lower);
        if (_standsStillAt < checkpoint && !underWay.Contains(_standsStillAt.Value)) _standsStillAt = null;
        if (_behindEnd?.Checkpoint < checkpoint && !underWay.Contains(_behindEnd.Value.Checkpoint)) _behindEnd = null;
        _checkpoints.End(checkpoint, underWay);
        var holder = AbortOne(checkpoint);
        if (underWay.Count == 0) _latest = Math.Max(_latest, checkpoint);
        return holder;
    }

    private string? AbortOne(long checkpoint)
    {
        if (!_aborted.Add(checkpoint)) return null;
        if (_aborted.Count > AbortedMax) _aborted.Remove(_aborted.Min);
        var step = _steps.OfType<BarrierStep>().FirstOrDefault(b => b.Checkpoint == checkpoint);
        // A barrier that has not come this far waits in its channel behind whatever stands still here.
        var holder = step is not null ? _chain.Suspended ?? step.At : checkpoint > _latest ? _chain.Suspended : null;
        if (step is not null) Drop(step);
        if (!HasEnded && (step is not null || checkpoint > _latest)) _wiring.Mark(ControlKind.CheckpointAborted, checkpoint);
        if (_standsStillAt == checkpoint) _standsStillAt = null;
        if (_behindEnd?.Checkpoint == checkpoint) _behindEnd = null;
        _checkpoints.EndOne(checkpoint);
        for (var i = 0; i < _chain.Count; i++) _chain.Enter(i).CheckpointAborted(checkpoint);
        return holder;
    }

    private void Pass(CheckpointBarrier barrier)
    {
        _take(barrier);
        _passedBehindEnd = HasEnded;
        if (barrier.Overtakes) _overtaken = barrier.Checkpoint;
        if (_wiring.Send(barrier, HasEnded) is { } underWay) _checkpoints.Add(underWay);
        else if (barrier.Mode == CheckpointMode.AlignedWithTimeout) _checkpoints.AddOnceLeft(() => _wiring.HasLeft(_passedBehindEnd ? null : barrier.Checkpoint));
    }

    // Where it has not passed, it does so without waiting for room; where it has, it goes before what it went out behind.
    private void Overtake(CheckpointBarrier barrier)
    {
        if (_steps.OfType<BarrierStep>().FirstOrDefault(b => b.Checkpoint == barrier.Checkpoint) is { } step)
        {
            step.Overtake(barrier);
        }
        else if (_overtaken < barrier.Checkpoint && !_aborted.Contains(barrier.Checkpoint))
        {
            _overtaken = barrier.Checkpoint;
            _checkpoints.Add(_wiring.SendAhead(barrier, !_passedBehindEnd));
        }
    }

    private void LookForBarriers()
    {
        Interlocked.Exchange(ref _isAnnounced, 0);
        _wiring.LookForBarriers();
    }

    // What is read by then is all there is. Behind a source the end is on its way: what it makes, as timers do, belongs to the snapshot too.
    private void Drain(CheckpointBarrier barrier)
    {
        if (barrier.Checkpoint <= _latest || _aborted.Contains(barrier.Checkpoint)) return;
        _behindEnd = barrier;
        if (_head!.IsSource) _head.Drain();
    }

    private void Drop(SubtaskStep dropped)
    {
        for (var left = _steps.Count; left > 0; left--)
        {
            var step = _steps.Dequeue();
            if (step != dropped) _steps.Enqueue(step);
        }
    }

    private Progress Work()
    {
        if (!_wiring.Outputs.Drain() && !TryOvertake()) return Progress.OutputFull;
        while (true)
        {
            _quantum.SetPending(false);
            _work = LoopWork.Finishing;
            if (Finish() is not Progress.Done and var unfinished) return Stopped(unfinished);
            if (HasEnded || _readsNoMore) return _wiring.Outputs.Drain() ? Progress.Done : Progress.OutputFull;
            if (_standsStillAt is not null) return Rest();
            _work = LoopWork.Reading;
            switch (ReadOn())
            {
                case Progress.Done:
                    Add(new EndOfChainStep(_chain.Head is SourceOperator ? 0 : 1, _chain, _wiring, _quantum));
                    break;
                case Progress.Waiting when !HasPending:
                    return Rest();
                case Progress.Yielded or Progress.OutputFull when _quantum.IsOver || !HasPending:
                    return Stopped(_quantum.Stop);
            }
        }
    }

    // Output that an operator holds back comes before its state is taken: that is all that such a barrier waits for.
    private bool TryOvertake()
    {
        if (_chain.HasSuspended || !_steps.TryPeek(out var first) || first is not BarrierStep { Overtakes: true } step) return false;
        _work = LoopWork.Finishing;
        if (step.Advance() == Progress.Done) Passed(step);
        return _wiring.Outputs.Drain();
    }

    private Progress ReadOn()
    {
        if (!Pauses.IsOpen) return _head!.Run();
        var (before, now) = (_head!.Position, Stopwatch.GetTimestamp());
        var progress = _head.Run();
        if (_head.Position != before) Pauses.End(now);
        return progress;
    }

    private bool HasPending => _chain.HasSuspended || _steps.Count > 0;

    // What stands still, then the steps, each of which may leave something standing still.
    private Progress Finish()
    {
        while (true)
        {
            if (_chain.Resume() is not Progress.Done and var suspended) return suspended;
            if (!_steps.TryPeek(out var step)) return Progress.Done;
            if (step.Advance() is not Progress.Done and var unfinished) return unfinished;
            Passed(step);
            if (step is EndOfChainStep) End();
        }
    }

    // A step may have been dropped by what it called.
    private void Passed(SubtaskStep step)
    {
        if (_steps.TryPeek(out var first) && first == step) _steps.Dequeue();
    }

    private void End()
    {
        HasEnded = true;
        if (_behindEnd is { } barrier) Barrier(barrier);
    }

    // Beside the work it gets a share of the time, and all of it while there is nothing else to do.
    private Progress WriteOn(Progress progress)
    {
        _checkpoints.Look();
        if (!_checkpoints.HasWork) return progress;
        _work = LoopWork.Posted;
        _checkpoints.WriteSome(Stopwatch.GetTimestamp() + WriteTicks);
        return _checkpoints.HasWork ? Progress.Yielded : progress;
    }

    private Progress Stopped(Progress progress)
    {
        if (progress == Progress.Waiting) return Rest();
        return _wiring.Outputs.Drain() ? Progress.Yielded : Progress.OutputFull;
    }

    private Progress Rest()
    {
        Flush(Stopwatch.GetTimestamp());
        return !_quantum.IsOutputFull ? Progress.Waiting : Stopped(Progress.OutputFull);
    }

    private void Flush(long now)
    {
        _wiring.Outputs.Flush();
        _lastFlush = now;
    }
}
