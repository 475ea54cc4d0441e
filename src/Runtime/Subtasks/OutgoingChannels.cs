using FlowActors.Graph;
using FlowActors.Runtime.Exchange;

namespace FlowActors.Runtime.Subtasks;

/// <summary>The channels of one edge at the subtask that sends.</summary>
/// <param name="Edge">The edge.</param>
/// <param name="Writer">Writes to them.</param>
/// <param name="Receivers">By channel.</param>
internal sealed record OutgoingChannels(JobEdge Edge, IEdgeWriter Writer, IReadOnlyList<int> Receivers)
{
    /// <summary>Whether a barrier may overtake what is under way on them.</summary>
    public bool MayBeOvertaken => Edge.Edge.MayBeOvertaken;
}
