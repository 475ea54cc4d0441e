using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Protocols;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>A vertex of a job, as clients are told.</summary>
/// <param name="Vertex">The vertex; of a very long chain its first operators.</param>
/// <param name="Inputs">The vertices that send to it.</param>
internal sealed record VertexLine(VertexShape Vertex, IReadOnlyList<int> Inputs)
{
    private const int OperatorsMax = 256;
    private const int InputsMax = 1_024;

    /// <summary>The vertices of a job, by id; none where its journal is of a build that did not write them.</summary>
    public static IEnumerable<VertexLine> Of(JobShape? shape) => shape?.Checkpoints is not { } graph
        ? []
        : graph.Vertices.Select(v => new VertexLine(
            v with
            {
                Name = Cut(v.Name),
                Operators = [.. v.Operators.Take(OperatorsMax).Select(o => new OperatorSummary(Cut(o.Uid), Cut(o.Name)))],
            },
            [.. graph.Edges.Where(e => e.To == v.Id).Select(e => e.From).Distinct().Take(InputsMax)]));

    private static string Cut(string name) => ControlText.Cut(name, ControlLimits.NameBytesMax);
}
