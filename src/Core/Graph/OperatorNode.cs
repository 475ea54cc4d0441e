using FlowActors.Operators;

namespace FlowActors.Graph;

/// <summary>An operator with inputs.</summary>
/// <param name="id">Its number in the graph.</param>
/// <param name="name">Its name, for people.</param>
/// <param name="inputs">The types of its inputs' records, by number.</param>
/// <param name="outputs">Its outputs, by number.</param>
/// <param name="createOperator">A new operator for one subtask, whose inputs and outputs are of these types.</param>
public sealed class OperatorNode(
    int id, string name, IReadOnlyList<Type> inputs, IReadOnlyList<OutputPort> outputs, Func<IInputOperator> createOperator)
    : StreamNode(id, name)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Type> Inputs => inputs;

    /// <inheritdoc/>
    public override IReadOnlyList<OutputPort> Outputs => outputs;

    /// <inheritdoc/>
    public override IStreamOperator CreateOperator() => createOperator();
}
