using FlowActors.Serialization;
using FlowActors.State;

namespace FlowActors.Runtime.Subtasks.Checkpoints;

/// <summary>Whether what was under way fits the job's present code. Pure.</summary>
internal static class InFlightFit
{
    private const string Advice = "Records that were under way are kept by unaligned checkpoints only: take a savepoint with the build that wrote it, and start from that.";

    /// <summary>What does not fit, for people.</summary>
    /// <param name="written">What a snapshot holds, of records that were under way and of states.</param>
    /// <param name="edges">The edges on which a barrier may overtake records now, with the schemas of those.</param>
    public static IReadOnlyList<string> Misfits(IEnumerable<StateHeader> written, IReadOnlyDictionary<InFlightEdge, TypeSchema> edges) =>
    [
        .. written.Select(header => (Header: header, Edge: InFlightEdge.Parse(header.Name))).Where(w => w.Edge is not null)
            .Select(w => Misfit(w.Header, w.Edge!.Value, edges.GetValueOrDefault(w.Edge.Value))).OfType<string>().Distinct(),
    ];

    /// <summary>Why an edge takes its records no more, for people; null when it does.</summary>
    /// <param name="header">What the snapshot says of them.</param>
    /// <param name="edge">The edge.</param>
    /// <param name="schema">Those that it has now; null when it is not there any more.</param>
    public static string? Misfit(StateHeader header, InFlightEdge edge, TypeSchema? schema) => schema is null
        ? Gone(header, edge)
        : schema.Equals(header.Value) ? null : $"Records of type {header.Value.TypeName} were under way to operator '{header.OperatorName}' (uid '{edge.To}') from the one with uid '{edge.From}', and are written in another way by now. {Advice}";

    private static string Gone(StateHeader header, InFlightEdge edge) =>
        $"Records were under way to input {edge.Input} of operator '{header.OperatorName}' (uid '{edge.To}') from output {edge.Output} of the one with uid '{edge.From}' ({edge.Partitioner}), and the job's present code does not send them this way between two tasks. {Advice}";
}
