using System.Diagnostics;
using FlowActors.Elements;
using FlowActors.Operators;
using FlowActors.Runtime.Exchange;
using FlowActors.Runtime.Subtasks.Steps;

namespace FlowActors.Runtime.Subtasks;

/// <summary>
/// The work of a subtask, a quantum at a time: suspended output first, then pending steps, then the next elements. What was posted is
/// done at the start of each run, so between two elements. Used on the subtask's thread.
/// </summary>
internal sealed class SubtaskLoop : IGateEvents
{
    private readonly RunQuantum _quantum;
    private readonly OperatorChain _chain;
    private readonly SubtaskWiring _wiring;
    private readonly PostedActions _posted;
    private readonly Queue<SubtaskStep> _steps = new();
    private ChainHead? _head;
    private LoopWork _work;
    private long _lastFlush;
    private long _latest = long.MinValue;
    private long _aborted = long.MinValue;

    /// <param name="quantum">Says when to stop.</param>
    /// <param name="chain">The operators.</param>
    /// <param name="wiring">The channels.</param>
    /// <param name="posted">What others want done.</param>
    /// <param name="flushTicks">How long a record may wait in an open batch, as a time of <see cref="Stopwatch"/>.</param>
    public SubtaskLoop(RunQuantum quantum, OperatorChain chain, SubtaskWiring wiring, PostedActions posted, long flushTicks)
    {
        _quantum = quantum;
        _chain = chain;
        _wiring = wiring;
        _posted = posted;
        FlushTicks = flushTicks;
    }

    /// <summary>True when all input has ended and the end has gone out: only what is posted is still done.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>How long a record may wait in an open batch, as a time of <see cref="Stopwatch"/>.</summary>
    public long FlushTicks { get; }

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
        if (_posted.Run()) _quantum.Begin(Stopwatch.GetTimestamp());
        var progress = Work();
        var now = Stopwatch.GetTimestamp();
        // One full output may stand still for long; what is open for the others must not wait for it.
        if ((progress == Progress.Yielded && now - _lastFlush >= FlushTicks) || (progress == Progress.OutputFull && _wiring.Outputs.CanFlush)) Flush(now);
        else if (progress == Progress.OutputFull) _wiring.Outputs.Push();
        return progress;
    }

    /// <summary>Something to be done before the next element.</summary>
    public void Add(SubtaskStep step)
    {
        _steps.Enqueue(step);
        _quantum.SetPending(true);
    }

    /// <summary>
    /// A checkpoint's barrier is here: aligned by the gate, or triggered at a source or at a subtask that has ended. One of a lower
    /// number than the last is passed over, one of a higher number aborts the one under way.
    /// </summary>
    public void Barrier(long checkpoint)
    {
        if (checkpoint <= _latest) return;
        if (_steps.OfType<BarrierStep>().LastOrDefault() is { } earlier) Abort(earlier.Checkpoint);
        _latest = checkpoint;
        _wiring.EndRecordingsBelow(checkpoint);
        Add(new BarrierStep(checkpoint, _chain, () => HasEnded ? [] : _wiring.Writers));
    }

    // Told by the gate: it waits no more.
    public void CheckpointAborted(long checkpoint) => Abort(checkpoint);

    public void Idle() => Add(new IdleStep(_chain));

    public void EndOfInput(int input) => Add(new EndOfInputStep(input, _chain));

    /// <summary>
    /// A checkpoint will not complete. A barrier that has not passed is dropped and waits for nothing any more, here and, as the abort
    /// travels, at all that this subtask sends to.
    /// </summary>
    /// <returns>The name of the operator that has held the barrier up; null when none has.</returns>
    public string? Abort(long checkpoint)
    {
        if (checkpoint == _aborted) return null;
        if (_wiring.Abort(checkpoint) is { } lower) Abort(lower);
        if (_steps.OfType<BarrierStep>().FirstOrDefault(b => b.Checkpoint < checkpoint) is { } earlier) Abort(earlier.Checkpoint);
        var step = _steps.OfType<BarrierStep>().FirstOrDefault(b => b.Checkpoint == checkpoint);
        // A barrier that has not come this far waits in its channel behind whatever stands still here.
        var holder = step is not null ? _chain.Suspended ?? step.At : checkpoint > _latest ? _chain.Suspended : null;
        if (step is not null) Drop(step);
        if (!HasEnded && (step is not null || checkpoint > _latest))
        {
            foreach (var writer in _wiring.Writers) writer.Mark(ControlKind.CheckpointAborted, checkpoint);
        }

        _latest = Math.Max(_latest, checkpoint);
        _aborted = checkpoint;
        for (var i = 0; i < _chain.Count; i++) _chain.Enter(i).CheckpointAborted(checkpoint);
        return holder;
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
        if (!_wiring.Outputs.Drain()) return Progress.OutputFull;
        while (true)
        {
            _quantum.SetPending(false);
            _work = LoopWork.Finishing;
            if (Finish() is not Progress.Done and var unfinished) return Stopped(unfinished);
            if (HasEnded) return _wiring.Outputs.Drain() ? Progress.Done : Progress.OutputFull;
            _work = LoopWork.Reading;
            switch (_head!.Run())
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

    private bool HasPending => _chain.HasSuspended || _steps.Count > 0;

    // What stands still, then the steps, each of which may leave something standing still.
    private Progress Finish()
    {
        while (true)
        {
            if (_chain.Resume() is not Progress.Done and var suspended) return suspended;
            if (!_steps.TryPeek(out var step)) return Progress.Done;
            if (step.Advance() is not Progress.Done and var unfinished) return unfinished;
            // A step may have been dropped by what it called.
            if (_steps.TryPeek(out var first) && first == step) _steps.Dequeue();
            if (step is EndOfChainStep) HasEnded = true;
        }
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
