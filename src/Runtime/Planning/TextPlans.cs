using System.Globalization;
using System.Text;
using FlowActors.Graph;

namespace FlowActors.Runtime.Planning;

/// <summary>The three plans as indented text.</summary>
internal static class TextPlans
{
    public static string StreamGraph(StreamGraph program)
    {
        var text = Heading($"Stream graph of '{program.JobName}': what the program says");
        foreach (var node in program.Nodes)
        {
            Line(text, $"  [{node.Id}] {node.Name}{Details(node)}");
            foreach (var edge in program.Edges.Where(e => e.Source == node.Id))
                Line(text, $"        -> [{edge.Target}] {program.Nodes[edge.Target].Name} ({(edge.IsExplicit ? edge.PartitionerName : "as parallelism allows")}, {TypeNames.Of(edge.RecordType)})");
        }

        return text.ToString();
    }

    public static string JobGraph(JobGraph job)
    {
        var text = Heading($"Job graph: chains, parallelism, uids (hash {job.Hash})");
        foreach (var vertex in job.Vertices)
        {
            Line(text, $"  [{vertex.Id}] {vertex.Name} (parallelism {vertex.Parallelism}, max {vertex.MaxParallelism}{(vertex.IsBlocking ? ", blocking" : "")})");
            foreach (var member in vertex.Chain) Line(text, $"        {member.Node.Name}, uid {member.Uid}");
            foreach (var edge in job.Edges.Where(e => e.Source == vertex.Id))
                Line(text, $"        -> [{edge.Target}] {edge.Edge.PartitionerName}, {TypeNames.Of(edge.Edge.RecordType)}");
        }

        return text.ToString();
    }

    public static string ExecutionGraph(ExecutionGraph plan)
    {
        var text = Heading(
            $"Execution graph: {plan.SubtaskCount} subtasks in {plan.Slots} slots, {plan.ChannelCount} channels, {plan.Regions.Count} regions");
        foreach (var subtask in plan.Subtasks)
        {
            var vertex = subtask.Vertex;
            Line(text, $"  {vertex.Name} ({subtask.Index + 1}/{vertex.Parallelism}) in slot {subtask.Index}, region {plan.RegionOf(vertex.Id)}, key groups {subtask.KeyGroups}");
            foreach (var edge in plan.OutEdges(vertex.Id))
                Line(text, $"        -> {plan.Job.Vertices[edge.Target].Name}: {string.Join(", ", plan.ReceiversFrom(edge, subtask.Index))}");
        }

        return text.ToString();
    }

    private static string Details(StreamNode node)
    {
        var details = new List<string>();
        if (node.Configuration.Uid is { } uid) details.Add($"uid {uid}");
        if (node.Configuration.Parallelism is { } parallelism) details.Add($"parallelism {parallelism}");
        else if (node.IsNonParallel) details.Add("one subtask");
        if (node.Configuration.MaxParallelism is { } max) details.Add($"max parallelism {max}");
        if (node.KeyType is { } key) details.Add($"keyed by {TypeNames.Of(key)}");
        if (node.Configuration.Chaining != ChainingStrategy.Always && !node.IsSource) details.Add($"chaining {node.Configuration.Chaining}");
        if (node.Configuration.IsBlocking) details.Add("blocking");
        if (node.Configuration.Description is { } description) details.Add(description);
        return details.Count == 0 ? "" : $" ({string.Join(", ", details)})";
    }

    private static StringBuilder Heading(string heading) => new StringBuilder(heading).Append('\n');

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
