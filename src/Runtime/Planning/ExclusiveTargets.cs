using FlowActors.Graph;

namespace FlowActors.Runtime.Planning;

/// <summary>Refuses a job of which two sinks write the same: the one would replace what the other has written.</summary>
internal static class ExclusiveTargets
{
    /// <exception cref="JobValidationException">Two sinks name the same target, or one names what lies in the folder of the other.</exception>
    public static void Check(JobGraph graph)
    {
        var writers = new Dictionary<string, StreamNode>(StringComparer.Ordinal);
        // In the order of the program, so that the first one named is the one written first.
        var nodes = graph.Vertices.SelectMany(vertex => vertex.Chain, (vertex, member) => (member.Node, vertex.Parallelism)).OrderBy(n => n.Node.Id);
        foreach (var (node, parallelism) in nodes)
        {
            var targets = (node.ExclusiveTargets?.Invoke(parallelism) ?? []).ToList();
            foreach (var target in targets)
            {
                if (Find(writers, target) is { } found) throw Refused(graph.JobName, found.Writer, node, found.Target);
            }

            foreach (var target in targets) writers[target] = node;
        }
    }

    private static (StreamNode Writer, string Target)? Find(Dictionary<string, StreamNode> writers, string target)
    {
        if (writers.TryGetValue(target, out var writer)) return (writer, target);
        for (var end = target.IndexOf(Path.DirectorySeparatorChar); end >= 0; end = target.IndexOf(Path.DirectorySeparatorChar, end + 1))
        {
            if (writers.TryGetValue(target[..(end + 1)], out writer)) return (writer, target);
        }

        if (!Path.EndsInDirectorySeparator(target)) return null;
        foreach (var (other, writerInside) in writers)
        {
            if (other.StartsWith(target, StringComparison.Ordinal)) return (writerInside, other);
        }

        return null;
    }

    // The numbers are those of the plans: sinks often have nothing but the name of their kind.
    private static JobValidationException Refused(string job, StreamNode first, StreamNode second, string target) => new(
        $"Operators [{first.Id}] '{first.Name}' and [{second.Id}] '{second.Name}' of job '{job}' both write '{target}', and one would " +
        "replace what the other has written. Give each a target of its own, or unite their streams before one sink.");
}
