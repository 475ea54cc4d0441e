using FlowActors.Functions;
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
        StateTypes = [.. source.StateTypes, typeof(EventTimeState)];
    }

    /// <summary>Where the records come from.</summary>
    public Source<T> Source { get; }

    /// <summary>How event time is made; null (default) leaves it to the readers of the source, and the stream is idle where these say nothing.</summary>
    public WatermarkStrategy<T>? Watermarks { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<Type> Inputs => [];

    /// <inheritdoc/>
    public override IReadOnlyList<OutputPort> Outputs { get; } = [new OutputPort(typeof(T))];

    /// <inheritdoc/>
    public override bool IsUnbounded => Source.Boundedness == Boundedness.Unbounded;

    internal override SourceCoordination? CreateCoordination(CoordinationSurroundings surroundings) => Source.CreateCoordination(surroundings);

    /// <inheritdoc/>
    public override IStreamOperator CreateOperator() => Source.CreateOperator(Watermarks);
}
