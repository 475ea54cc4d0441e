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
    public override IReadOnlyList<Type> Inputs => [];

    /// <inheritdoc/>
    public override IReadOnlyList<OutputPort> Outputs { get; } = [new OutputPort(typeof(T))];

    /// <inheritdoc/>
    public override bool IsUnbounded => Source.Boundedness == Boundedness.Unbounded;

    /// <inheritdoc/>
    public override IStreamOperator CreateOperator() => new SourceOperator<T>(Source);
}
