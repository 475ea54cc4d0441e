using FlowActors.Operators;
using FlowActors.Sources;
using FlowActors.Sources.Coordination;

namespace FlowActors.Graph;

/// <summary>A source.</summary>
/// <typeparam name="T">The records.</typeparam>
public sealed class SourceNode<T> : StreamNode
{
    /// <summary>A source of records.</summary>
    /// <param name="id">Its number in the graph.</param>
    /// <param name="name">Its name, for people.</param>
    /// <param name="source">Where the records come from.</param>
    public SourceNode(int id, string name, Source<T> source)
        : base(id, name)
    {
        Source = source;
        StateTypes = source.StateTypes;
    }

    /// <summary>Where the records come from.</summary>
    public Source<T> Source { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Type> Inputs => [];

    /// <inheritdoc/>
    public override IReadOnlyList<OutputPort> Outputs { get; } = [new OutputPort(typeof(T))];

    /// <inheritdoc/>
    public override bool IsUnbounded => Source.Boundedness == Boundedness.Unbounded;

    internal override SourceCoordination? CreateCoordination(CoordinationSurroundings surroundings) => Source.CreateCoordination(surroundings);

    /// <inheritdoc/>
    public override IStreamOperator CreateOperator() => Source.CreateOperator();
}
