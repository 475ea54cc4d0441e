using FlowActors.Functions;
using FlowActors.Operators;
using FlowActors.Serialization;

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
    // Replaced as a whole, so that a copy of the node keeps what it had.
    private IReadOnlyList<OutputPort> _outputs = outputs;

    /// <inheritdoc/>
    public override IReadOnlyList<Type> Inputs => inputs;

    /// <inheritdoc/>
    public override IReadOnlyList<OutputPort> Outputs => _outputs;

    /// <summary>True when the operator emits to tags, so that a program may read them.</summary>
    internal bool HasSideOutputs { get; init; }

    /// <summary>True for an operator that the program wrote by hand, whose factory is its user code.</summary>
    internal bool IsHandWritten => UserCode.Any(code => ReferenceEquals(code, createOperator));

    /// <summary>The output that a tag names, which is there from the first call on.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="adding">Called before an output is added; may throw.</param>
    /// <exception cref="JobValidationException">The id is that of an output with records of another type.</exception>
    internal NodePort SideOutput(OutputTag tag, Action? adding = null)
    {
        for (var i = 0; i < _outputs.Count; i++)
        {
            if (_outputs[i].Tag != tag.Id) continue;
            if (_outputs[i].RecordType == tag.RecordType) return new NodePort(Id, i);
            throw new JobValidationException(
                $"The side output '{tag.Id}' of operator '{Name}' is read with records of {TypeNames.Of(_outputs[i].RecordType)} and of " +
                $"{TypeNames.Of(tag.RecordType)}: an id stands for one type.");
        }

        adding?.Invoke();
        _outputs = [.. _outputs, new OutputPort(tag.RecordType, tag.Id)];
        return new NodePort(Id, _outputs.Count - 1);
    }

    /// <inheritdoc/>
    public override IStreamOperator CreateOperator() => createOperator();
}
