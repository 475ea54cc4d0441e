using FlowActors.Elements;
using FlowActors.Operators;
using FlowActors.Runtime.Exchange;

namespace FlowActors.Runtime.Subtasks.Steps;

/// <summary>
/// All input has ended: from the head to the tail each operator hears of it when everything before it has said all it had to say.
/// Then the end goes out on all channels.
/// </summary>
/// <param name="first">The first operator that has not heard of it: a head with inputs has, for each of them.</param>
/// <param name="chain">The operators.</param>
/// <param name="wiring">The channels.</param>
/// <param name="quantum">Says when to stop.</param>
internal sealed class EndOfChainStep(int first, OperatorChain chain, SubtaskWiring wiring, RunQuantum quantum) : SubtaskStep
{
    private int _next = first;

    public override string Name => "the end of the input";

    protected override Progress GoOn()
    {
        while (_next < chain.Count)
        {
            if (quantum.ShouldYield()) return quantum.Stop;
            chain.Enter(_next++).EndInput(0);
            if (chain.Resume() is not Progress.Done and var unfinished) return unfinished;
        }

        wiring.Mark(ControlKind.EndOfInput, 0);
        wiring.Outputs.Flush();
        return Progress.Done;
    }
}
