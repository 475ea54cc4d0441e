using FlowActors.Operators;

namespace FlowActors.Runtime.Subtasks.Steps;

/// <summary>Event time has become idle: said behind what the watermark before it has made, which may stand still with results.</summary>
internal sealed class IdleStep(OperatorChain chain) : SubtaskStep
{
    public override string Name => "the beginning of idleness";

    protected override Progress GoOn()
    {
        ((IEventTime)chain.Enter(0)).Status(false);
        return Progress.Done;
    }
}
