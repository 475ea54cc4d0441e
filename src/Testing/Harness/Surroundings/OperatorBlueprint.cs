using FlowActors.Graph;
using FlowActors.Operators;

namespace FlowActors.Testing;

/// <summary>An operator that a harness can make any number of times. Immutable.</summary>
/// <param name="Node">The operator as a node of a program.</param>
/// <param name="Uid">Under which its state is kept.</param>
/// <param name="Inputs">Its inputs, by number.</param>
/// <param name="MaxParallelism">The number of key groups that the program says; null when it says none.</param>
internal sealed record OperatorBlueprint(StreamNode Node, string Uid, IReadOnlyList<HarnessInput> Inputs, int? MaxParallelism)
{
    public string Name => Node.Name;

    /// <summary>
    /// True when results do not depend on the parallelism: all records go to the owners of their keys, or some go to all subtasks, which then
    /// treat those of the other inputs alike, whichever of them gets one.
    /// </summary>
    public bool IsScalable => Inputs.All(i => i.IsKeyed) || Inputs.Any(i => i.IsBroadcast);

    /// <summary>An operator that is written by hand.</summary>
    public static OperatorBlueprint Of(StreamNode node, IReadOnlyList<HarnessInput> inputs)
    {
        if (!node.Inputs.SequenceEqual(inputs.Select(i => i.RecordType)))
        {
            throw new ArgumentException(
                $"Operator '{node.Name}' has inputs of [{string.Join(", ", node.Inputs)}], and the harness was given " +
                $"[{string.Join(", ", inputs.Select(i => i.RecordType))}].");
        }

        if (inputs.Count == 0) throw new ArgumentException($"Operator '{node.Name}' has no input: a harness drives operators with inputs, not sources.");
        return new OperatorBlueprint(node, node.Configuration.Uid ?? node.Name, inputs, node.Configuration.MaxParallelism);
    }

    /// <summary>A new operator.</summary>
    public IInputOperator Create() => (IInputOperator)Node.CreateOperator();
}
