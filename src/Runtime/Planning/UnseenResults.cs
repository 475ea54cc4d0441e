using FlowActors.Graph;

namespace FlowActors.Runtime.Planning;

/// <summary>
/// Finds sinks that would never show anything: they do so only when the job has ended well, and a source before them never ends.
/// </summary>
internal static class UnseenResults
{
    /// <summary>Each such sink with the first source that keeps it from showing its results.</summary>
    public static IEnumerable<(StreamNode Source, StreamNode Sink)> Find(StreamGraph program)
    {
        var endless = new StreamNode?[program.Nodes.Count];
        var into = program.Edges.ToLookup(edge => edge.Target, edge => edge.Source);
        // An operator stands behind all of its inputs in the program.
        foreach (var node in program.Nodes)
        {
            endless[node.Id] = node.IsUnbounded ? node : into[node.Id].Select(source => endless[source]).FirstOrDefault(source => source is not null);
            if (node.ShowsResultsAtEndOnly && endless[node.Id] is { } found) yield return (found, node);
        }
    }
}
