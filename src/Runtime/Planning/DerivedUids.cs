using FlowActors.Graph;
using FlowActors.State;

namespace FlowActors.Runtime.Planning;

/// <summary>
/// Finds operators whose state is found again by a uid that nobody gave them: it is derived from what comes before them, and is another one
/// when that changes.
/// </summary>
internal static class DerivedUids
{
    /// <summary>The names of those that have some of these states.</summary>
    public static IReadOnlyList<string> Of(JobGraph graph, IEnumerable<StateHeader> states)
    {
        var uids = states.Select(s => s.OperatorUid).ToHashSet();
        return [.. graph.Vertices.SelectMany(v => v.Chain).Where(o => o.Node.Configuration.Uid is null && uids.Contains(o.Uid)).Select(o => o.Node.Name)];
    }

    /// <summary>The names of those that are sure to have state: sources, keyed operators, and what says so by its types.</summary>
    public static IReadOnlyList<string> Of(JobGraph graph) =>
    [
        .. graph.Vertices.SelectMany(v => v.Chain).Select(o => o.Node)
            .Where(n => n.Configuration.Uid is null && (n.IsSource || n.KeyType is not null || n.StateTypes.Count > 0)).Select(n => n.Name),
    ];
}
