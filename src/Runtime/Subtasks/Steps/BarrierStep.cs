using System.Globalization;
using FlowActors.Operators;
using FlowActors.Runtime.Checkpoints.Coordination;

namespace FlowActors.Runtime.Subtasks.Steps;

/// <summary>
/// A checkpoint's barrier passes through the chain: from the head to the tail each operator emits what it must before its state is
/// taken, and when what it emitted has left it, its state is taken. Then the barrier goes out.
/// </summary>
/// <param name="barrier">The barrier.</param>
/// <param name="chain">The operators.</param>
/// <param name="isReady">Done when the state may be taken: not while the subtask's part of an earlier checkpoint is still being written.</param>
/// <param name="pass">Takes the state of the subtask, once all operators have put theirs into it, and lets the barrier go out.</param>
internal sealed class BarrierStep(CheckpointBarrier barrier, OperatorChain chain, Func<Progress> isReady, Action<CheckpointBarrier> pass) : SubtaskStep
{
    private CheckpointBarrier _barrier = barrier;
    private int _next;
    private bool _isPrepared;

    /// <summary>The number of the checkpoint.</summary>
    public long Checkpoint => _barrier.Checkpoint;

    /// <summary>The operator that it has come to.</summary>
    public string At => chain.NameOf(Math.Min(_next, chain.Count - 1));

    /// <summary>Whether it waits for no room at the outputs.</summary>
    public bool Overtakes => _barrier.Overtakes;

    public override string Name => string.Create(CultureInfo.InvariantCulture, $"the barrier of checkpoint {Checkpoint}");

    /// <summary>From here on it overtakes what is under way.</summary>
    public void Overtake(CheckpointBarrier overtaking) => _barrier = overtaking;

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

        if (isReady() is not Progress.Done and var waiting) return waiting;
        pass(_barrier);
        return Progress.Done;
    }
}
