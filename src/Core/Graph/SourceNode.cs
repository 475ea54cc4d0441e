using FlowActors.Operators;
using FlowActors.Sources;

namespace FlowActors.Graph;

/// <summary>A source.</summary>
/// <typeparam name="T">The records.</typeparam>
public sealed class SourceNode<T>(int id, string name, Source<T> source) : StreamNode(id, name)
{
    /// <summary>Where the records come from.</summary>
    public Source<T> Source { get; } = source;

    /// <inheritdoc/>
    public override Type OutputType => typeof(T);

    /// <inheritdoc/>
    public override bool IsSource => true;

    /// <inheritdoc/>
    public override bool IsUnbounded => Source.Boundedness == Boundedness.Unbounded;

    /// <summary>A new operator for one subtask.</summary>
    public SourceOperator<T> CreateOperator() => new(Source);

    /// <inheritdoc/>
    public override TResult Accept<TResult>(IStreamNodeVisitor<TResult> visitor) => visitor.Visit(this);
}
