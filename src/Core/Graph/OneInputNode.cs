using FlowActors.Operators;

namespace FlowActors.Graph;

/// <summary>An operator with one input.</summary>
/// <typeparam name="TIn">What comes in.</typeparam>
/// <typeparam name="TOut">What goes out; <see cref="Nothing"/> for a sink.</typeparam>
public sealed class OneInputNode<TIn, TOut>(int id, string name, Func<OneInputOperator<TIn, TOut>> createOperator)
    : StreamNode(id, name)
{
    /// <inheritdoc/>
    public override Type OutputType => typeof(TOut);

    /// <inheritdoc/>
    public override bool IsSource => false;

    /// <summary>A new operator for one subtask.</summary>
    public OneInputOperator<TIn, TOut> CreateOperator() => createOperator();

    /// <inheritdoc/>
    public override TResult Accept<TResult>(IStreamNodeVisitor<TResult> visitor) => visitor.Visit(this);
}
