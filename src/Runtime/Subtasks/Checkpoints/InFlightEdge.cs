using System.Text.Json;
using FlowActors.Graph;
using FlowActors.Serialization;
using FlowActors.State;

namespace FlowActors.Runtime.Subtasks.Checkpoints;

/// <summary>What an edge is found by again in another build of a job.</summary>
/// <param name="From">The uid of the operator that sends.</param>
/// <param name="Output">Which of its outputs.</param>
/// <param name="To">The uid of the operator that receives.</param>
/// <param name="Input">Which of its inputs.</param>
/// <param name="Ordinal">Which of the edges between the two, from 0.</param>
/// <param name="Partitioner">By what its records find their subtask: HASH, REBALANCE, ...</param>
internal readonly record struct InFlightEdge(string From, int Output, string To, int Input, int Ordinal, string Partitioner)
{
    /// <summary>What names of such states begin with: they are no state of an operator's.</summary>
    public const string Prefix = "_underway";

    /// <summary>An edge of a job.</summary>
    public static InFlightEdge Of(JobEdge edge, JobGraph graph)
    {
        var ordinal = graph.Edges.Count(e => e.Id < edge.Id && e.Edge.From == edge.Edge.From && e.Edge.To == edge.Edge.To);
        return new InFlightEdge(
            Find(graph, edge.Source, edge.Edge.Source).Uid, edge.Edge.From.Number, Find(graph, edge.Target, edge.Edge.Target).Uid, edge.Edge.To.Number, ordinal, edge.Edge.PartitionerName);
    }

    /// <summary>The edges of a job on which a barrier may overtake records, with the schemas of those.</summary>
    public static IReadOnlyDictionary<InFlightEdge, TypeSchema> AllOf(JobGraph graph) =>
        graph.Edges.Where(e => e.Edge.MayBeOvertaken).ToDictionary(e => Of(e, graph), e => SchemaOf(e, graph));

    /// <summary>An edge by the name that its state has; null where that is another state's.</summary>
    public static InFlightEdge? Parse(string name)
    {
        if (!name.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        using var parts = JsonDocument.Parse(name[Prefix.Length..]);
        var p = parts.RootElement;
        return new InFlightEdge(p[0].GetString()!, p[1].GetInt32(), p[2].GetString()!, p[3].GetInt32(), p[4].GetInt32(), p[5].GetString()!);
    }

    /// <summary>Its name, with the schema of the records.</summary>
    public StateHeader ToHeader(JobEdge edge, JobGraph graph) => new(
        To, Find(graph, edge.Target, edge.Edge.Target).Node.Name, Prefix + ToJson(), StateKind.UnionList, null, null, null, SchemaOf(edge, graph));

    /// <summary>The schema of the records of an edge.</summary>
    public static TypeSchema SchemaOf(JobEdge edge, JobGraph graph) => edge.Edge.Accept(new Schemas(graph.Settings.Serializers));

    private string ToJson()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartArray();
            writer.WriteStringValue(From);
            writer.WriteNumberValue(Output);
            writer.WriteStringValue(To);
            writer.WriteNumberValue(Input);
            writer.WriteNumberValue(Ordinal);
            writer.WriteStringValue(Partitioner);
            writer.WriteEndArray();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static ChainedOperator Find(JobGraph graph, int vertex, int node) => graph.Vertices[vertex].Chain.First(o => o.Node.Id == node);

    private sealed class Schemas(SerializerRegistry serializers) : IStreamEdgeVisitor<TypeSchema>
    {
        public TypeSchema Visit<T>(StreamEdge<T> edge) => serializers.Get<T>().Schema;
    }
}
