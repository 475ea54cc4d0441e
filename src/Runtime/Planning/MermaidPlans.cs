using System.Globalization;
using System.Text;
using FlowActors.Graph;

namespace FlowActors.Runtime.Planning;

/// <summary>The three plans as Mermaid flowcharts.</summary>
internal static class MermaidPlans
{
    public static string StreamGraph(StreamGraph program) => Chart("Stream graph", text =>
    {
        foreach (var node in program.Nodes) Line(text, $"  n{node.Id}[\"{Escape(node.Name)}\"]");
        foreach (var edge in program.Edges) Line(text, $"  n{edge.Source} -->{(edge.IsExplicit ? $"|{edge.PartitionerName}|" : "")} n{edge.Target}");
    });

    public static string JobGraph(JobGraph job) => Chart("Job graph", text =>
    {
        foreach (var vertex in job.Vertices)
        {
            Line(text, $"  subgraph v{vertex.Id}[\"vertex {vertex.Id}, parallelism {vertex.Parallelism}\"]");
            foreach (var member in vertex.Chain) Line(text, $"    n{member.Node.Id}[\"{Escape(member.Node.Name)}\"]");
            foreach (var edge in vertex.InnerEdges) Line(text, $"    n{edge.Source} --> n{edge.Target}");
            Line(text, $"  end");
        }

        foreach (var edge in job.Edges) Line(text, $"  n{edge.Edge.Source} -->|{edge.Edge.PartitionerName}| n{edge.Edge.Target}");
    });

    public static string ExecutionGraph(ExecutionGraph plan) => Chart("Execution graph", text =>
    {
        for (var slot = 0; slot < plan.Slots; slot++)
        {
            Line(text, $"  subgraph s{slot}[\"slot {slot}\"]");
            foreach (var subtask in plan.Subtasks.Where(s => s.Index == slot))
                Line(text, $"    v{subtask.Vertex.Id}s{slot}[\"{Escape(subtask.Vertex.Name)} ({slot + 1}/{subtask.Vertex.Parallelism})\"]");
            Line(text, $"  end");
        }

        foreach (var edge in plan.Job.Edges)
        {
            for (var sender = 0; sender < plan.Job.Vertices[edge.Source].Parallelism; sender++)
            {
                foreach (var receiver in plan.ReceiversFrom(edge, sender)) Line(text, $"  v{edge.Source}s{sender} --> v{edge.Target}s{receiver}");
            }
        }
    });

    private static string Chart(string heading, Action<StringBuilder> body)
    {
        var text = new StringBuilder($"## {heading}\n\n```mermaid\nflowchart LR\n");
        body(text);
        return text.Append("```\n").ToString();
    }

    private static string Escape(string name) => name.Replace("\"", "#quot;", StringComparison.Ordinal);

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
