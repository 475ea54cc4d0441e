using FlowActors.Operators;

namespace FlowActors.Runtime.Subtasks.Steps;

/// <summary>One input of the head of the chain has ended.</summary>
internal sealed class EndOfInputStep(int input, OperatorChain chain) : SubtaskStep
{
    private bool _isTold;

    public override Progress Advance()
    {
        if (_isTold) return Progress.Done;
        _isTold = true;
        chain.Enter(0).EndInput(input);
        return chain.Resume();
    }
}
