using FlowActors.Graph;

namespace FlowActors;

/// <summary>The end of a stream; configured like an operator.</summary>
public sealed class StreamSink : ConfigurableOperator<StreamSink>
{
    internal StreamSink(StreamNode node, StreamGraphBuilder graph)
        : base(node, graph)
    {
    }
}
