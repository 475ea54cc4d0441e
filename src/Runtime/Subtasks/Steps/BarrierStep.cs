using System.Globalization;
using FlowActors.Elements;
using FlowActors.Operators;
using FlowActors.Runtime.Exchange;

namespace FlowActors.Runtime.Subtasks.Steps;

/// <summary>
/// A checkpoint's barrier passes through the chain: from the head to the tail each operator emits what it must before its state is
/// taken, and when what it emitted has left it, its state is taken. Then the barrier goes out on all channels, unless they have ended
/// by then.
/// </summary>
internal sealed class BarrierStep(long checkpoint, OperatorChain chain, Func<IReadOnlyList<IControlWriter>> writers) : SubtaskStep
{
    private int _next;
    private bool _isPrepared;

    /// <summary>The number of the checkpoint.</summary>
    public long Checkpoint => checkpoint;

    /// <summary>The operator that it has come to.</summary>
    public string At => chain.NameOf(Math.Min(_next, chain.Count - 1));

    public override string Name => string.Create(CultureInfo.InvariantCulture, $"the barrier of checkpoint {checkpoint}");

    protected override Progress GoOn()
    {
        for (; _next < chain.Count; _next++)
        {
            if (!_isPrepared)
            {
                _isPrepared = true;
                chain.Enter(_next).PrepareBarrier(checkpoint);
            }

            if (chain.Resume() is not Progress.Done and var unfinished) return unfinished;
            chain.Enter(_next).Snapshot(checkpoint);
            _isPrepared = false;
        }

        foreach (var writer in writers()) writer.Mark(ControlKind.Barrier, checkpoint);
        return Progress.Done;
    }
}
