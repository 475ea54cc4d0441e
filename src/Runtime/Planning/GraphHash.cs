using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FlowActors.Cultures;
using FlowActors.Graph;
using FlowActors.Serialization;

namespace FlowActors.Runtime.Planning;

/// <summary>Tells whether two nodes built the same graph: see <see cref="JobGraph.Hash"/>.</summary>
internal static class GraphHash
{
    public static string Compute(StreamGraph program, IReadOnlyList<JobVertex> vertices, IReadOnlyList<JobEdge> edges)
    {
        var text = new StringBuilder();
        foreach (var vertex in vertices)
        {
            text.Append(CultureInfo.InvariantCulture, $"vertex {vertex.Id} {vertex.Parallelism} {vertex.MaxParallelism}\n");
            foreach (var member in vertex.Chain) text.Append(CultureInfo.InvariantCulture, $"{member.Uid} {member.Node.Kind} {member.Node.Name} {member.Node.GetType()} {member.Node.KeyType} {string.Join(',', member.Node.Outputs)}\n");
        }

        foreach (var edge in program.Edges) text.Append(CultureInfo.InvariantCulture, $"edge {edge.From.Node} {edge.From.Number} {edge.To.Node} {edge.To.Number} {edge.PartitionerName} {edge.IsExplicit} {edge.RecordType}\n");
        var serializers = program.Settings.Serializers;
        foreach (var edge in edges)
        {
            var schema = edge.Edge.Accept(new SchemaOf(serializers));
            text.Append(CultureInfo.InvariantCulture, $"job edge {edge.Source} {edge.Target} {edge.Edge.PartitionerName} {schema:x16}\n");
        }

        text.Append(Settings(program)).Append('\n');
        foreach (var module in ModuleVersions.Of(UserAssemblies.Of(program))) text.Append(module).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 8));
    }

    // Records print their numbers by the thread's culture, which may be another on each node. When checkpoints are taken is up to the
    // coordinator and changes nothing in the graph.
    private static string Settings(StreamGraph program)
    {
        var settings = program.Settings with { Serializers = SerializerRegistry.Default, Checkpoints = new CheckpointConfig() };
        using var invariant = InvariantThread.Enter();
        return settings.ToString();
    }

    private sealed class SchemaOf(SerializerRegistry serializers) : IStreamEdgeVisitor<long>
    {
        public long Visit<T>(StreamEdge<T> edge) => serializers.Get<T>().Schema.Fingerprint;
    }
}
