using FlowActors.Graph;

namespace FlowActors.Runtime.Planning;

/// <summary>Refuses a job of which two sinks write the same: the one would replace what the other has written.</summary>
internal static class ExclusiveTargets
{
    /// <exception cref="JobValidationException">Two sinks name the same target.</exception>
    public static void Check(JobGraph graph)
    {
        var writers = new Dictionary<string, StreamNode>(StringComparer.Ordinal);
        // In the order of the program, so that the first one named is the one written first.
        var nodes = graph.Vertices.SelectMany(vertex => vertex.Chain, (vertex, member) => (member.Node, vertex.Parallelism)).OrderBy(n => n.Node.Id);
        foreach (var (node, parallelism) in nodes)
        {
            foreach (var target in node.ExclusiveTargets?.Invoke(parallelism) ?? [])
            {
                if (!writers.TryAdd(target, node)) throw Refused(graph.JobName, writers[target], node, target);
            }
        }
    }

    // The numbers are those of the plans: sinks often have nothing but the name of their kind.
    private static JobValidationException Refused(string job, StreamNode first, StreamNode second, string target) => new(
        $"Operators [{first.Id}] '{first.Name}' and [{second.Id}] '{second.Name}' of job '{job}' both write '{target}', and one would " +
        "replace what the other has written. Give each a target of its own, or unite their streams before one sink.");
}
