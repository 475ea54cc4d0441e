using FlowActors.Operators;
using FlowActors.Runtime.Exchange;

namespace FlowActors.Runtime.Subtasks.Steps;

/// <summary>One input of the head of the chain has ended.</summary>
internal sealed class EndOfInputStep(int input, OperatorChain chain) : SubtaskStep
{
    private bool _isTold;

    public override string Name => $"the end of {InputName.Of(input)}";

    protected override Progress GoOn()
    {
        if (_isTold) return Progress.Done;
        _isTold = true;
        chain.Enter(0).EndInput(input);
        return chain.Resume();
    }
}
