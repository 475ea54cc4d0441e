using FlowActors.Elements;
using FlowActors.Graph;
using FlowActors.Operators;
using FlowActors.Partitioning;
using FlowActors.Runtime.Exchange.InFlight;
using FlowActors.Runtime.Subtasks.Checkpoints;
using FlowActors.Serialization;

namespace FlowActors.Runtime.Tests.Subtasks;

/// <summary>What is under way as it stands in snapshot files, which later versions read: neither names nor bytes may change.</summary>
public sealed class InFlightFileTests
{
    private static readonly StreamEdge<long> s_edge = new(new NodePort(0, 1), new NodePort(1, 2), new RebalancePartitioner<long>());

    private static readonly JobGraph s_graph = new(
        "job",
        [
            new JobVertex(0, "from", [new ChainedOperator(new OperatorNode(0, "from", [], [], () => throw new InvalidOperationException()) { Kind = "From" }, "uid \"1\"")], [], 1, 128),
            new JobVertex(1, "to", [new ChainedOperator(new OperatorNode(1, "to", [], [], () => throw new InvalidOperationException()) { Kind = "To" }, "uid 2")], [], 1, 128),
        ],
        [new JobEdge(0, s_edge, 0, 1), new JobEdge(1, s_edge, 0, 1)],
        new JobSettings(),
        "hash");

    [Fact]
    public void The_name_of_an_edge()
    {
        var edge = InFlightEdge.Of(s_graph.Edges[1], s_graph);
        var header = edge.ToHeader(s_graph.Edges[1], s_graph);
        Assert.Equal("""_underway["uid \u00221\u0022",1,"uid 2",2,1,"REBALANCE"]""", header.Name);
        Assert.Equal(("uid 2", "to"), (header.OperatorUid, header.OperatorName));
        Assert.Equal(SerializerRegistry.Default.Get<long>().Schema, header.Value);
        Assert.Equal(edge, InFlightEdge.Parse(header.Name));
        Assert.Null(InFlightEdge.Parse("_channels"));
    }

    [Fact]
    public void A_batch()
    {
        var batch = new Batch<long>(2);
        batch.Add(5, 7);
        batch.Mark(ControlKind.Watermark, 6);
        batch.Add(-1, 8);
        batch.Mark(ControlKind.EndOfInput, 0);
        var writer = new ByteWriter();
        InFlightElement.Write(writer, new ChannelId(s_graph.Edges[0], 3, 200, IsOutput: true), new ChannelData<long>([batch]).Encode(0, SerializerRegistry.Default));
        Assert.Equal("0104C801020101010006000000000000000700000000000000080000000000000005000000000000" + "00FFFFFFFFFFFFFFFF", Convert.ToHexString(writer.WrittenSpan));
        InFlightElement.Read(writer.WrittenSpan, out var isOutput, out var sender, out var receiver);
        Assert.Equal((true, 3, 200), (isOutput, sender, receiver));
        writer.Position = 0;
        InFlightElement.Write(writer, new ChannelId(s_graph.Edges[0], ChannelId.Ahead, 0, IsOutput: false), []);
        Assert.Equal("000000", Convert.ToHexString(writer.WrittenSpan));
    }

    [Fact]
    public void Records_fit_an_edge_that_is_there_and_has_their_schema()
    {
        var edge = InFlightEdge.Of(s_graph.Edges[0], s_graph);
        var header = edge.ToHeader(s_graph.Edges[0], s_graph);
        Assert.Null(InFlightFit.Misfit(header, edge, InFlightEdge.SchemaOf(s_graph.Edges[0], s_graph)));
        Assert.Contains("take a savepoint with the build that wrote it", InFlightFit.Misfit(header, edge, null), StringComparison.Ordinal);
        Assert.Contains("written in another way", InFlightFit.Misfit(header, edge, SerializerRegistry.Default.Get<string>().Schema), StringComparison.Ordinal);
    }
}
