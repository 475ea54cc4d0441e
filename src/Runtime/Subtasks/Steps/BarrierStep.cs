using System.Globalization;
using FlowActors.Elements;
using FlowActors.Operators;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Exchange;

namespace FlowActors.Runtime.Subtasks.Steps;

/// <summary>
/// A checkpoint's barrier passes through the chain: from the head to the tail each operator emits what it must before its state is
/// taken, and when what it emitted has left it, its state is taken. Then the barrier goes out on all channels, unless they have ended
/// by then.
/// </summary>
/// <param name="barrier">The barrier.</param>
/// <param name="chain">The operators.</param>
/// <param name="take">
/// Takes the state of the subtask, once all operators have put theirs into it; not done when the subtask's part of an earlier checkpoint is
/// still being written.
/// </param>
/// <param name="writers">The channels that have not ended.</param>
internal sealed class BarrierStep(CheckpointBarrier barrier, OperatorChain chain, Func<CheckpointBarrier, Progress> take, Func<IReadOnlyList<IControlWriter>> writers) : SubtaskStep
{
    private int _next;
    private bool _isPrepared;

    /// <summary>The number of the checkpoint.</summary>
    public long Checkpoint => barrier.Checkpoint;

    /// <summary>The operator that it has come to.</summary>
    public string At => chain.NameOf(Math.Min(_next, chain.Count - 1));

    public override string Name => string.Create(CultureInfo.InvariantCulture, $"the barrier of checkpoint {Checkpoint}");

    protected override Progress GoOn()
    {
        for (; _next < chain.Count; _next++)
        {
            if (!_isPrepared)
            {
                _isPrepared = true;
                chain.Enter(_next).PrepareBarrier(Checkpoint);
            }

            if (chain.Resume() is not Progress.Done and var unfinished) return unfinished;
            chain.Enter(_next).Snapshot(Checkpoint);
            _isPrepared = false;
        }

        if (take(barrier) is not Progress.Done and var waiting) return waiting;
        foreach (var writer in writers()) writer.Mark(ControlKind.Barrier, barrier.ToMark());
        return Progress.Done;
    }
}
