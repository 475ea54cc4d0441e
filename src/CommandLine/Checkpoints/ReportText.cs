using System.Globalization;

namespace FlowActors.CommandLine.Checkpoints;

/// <summary>Reports for people.</summary>
internal static class ReportText
{
    public static void Write(IReadOnlyList<SnapshotReport> reports, TextWriter output)
    {
        foreach (var (index, report) in reports.Index())
        {
            if (index > 0) output.WriteLine();
            Write(report, output);
        }
    }

    private static void Write(SnapshotReport report, TextWriter output)
    {
        var marks = (report.Unaligned ? ", unaligned" : "") + (report.Drained ? ", drained" : "");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Kind} {report.Checkpoint} of job '{report.JobName}' ({report.Job}){marks}"));
        output.WriteLine($"  triggered  {ListText.Time(report.TriggeredAt)} UTC");
        output.WriteLine($"  folder     {report.Folder}");
        output.WriteLine($"  size       {ListText.Number(report.Bytes)} bytes in {Count(report.Files, "file")}, of which {ListText.Number(report.WrittenBytes)} were written for it");
        if (report.Form is { } form) output.WriteLine($"  form       {form}{(report.Backends.Count == 0 ? "" : $", of the state backend {string.Join(", ", report.Backends)}")}");
        foreach (var vertex in report.Vertices) Write(vertex, output);
    }

    private static void Write(VertexReport vertex, TextWriter output)
    {
        var finished = vertex.Finished > 0 ? $", {ListText.Number(vertex.Finished)} finished" : "";
        output.WriteLine(
            $"  vertex '{vertex.Name}': {Count(vertex.Parallelism, "subtask")}{finished}, {Count(vertex.MaxParallelism, "key group")}, " +
            $"{Count(vertex.Bytes, "byte")}");
        foreach (var each in vertex.Operators)
        {
            output.WriteLine($"    operator '{each.Name}' uid '{each.Uid}'{(each.States.Count == 0 ? ": no state" : "")}");
            foreach (var state in each.States) Write(state, output);
        }
    }

    private static void Write(StateReport state, TextWriter output)
    {
        output.WriteLine($"      state '{state.Name}' {state.Kind}: {(state.InDatabase ? "elements in databases, and " : "")}{Count(state.Elements, "element")}{(state.InDatabase ? " beside them" : "")}");
        if (state.Key is not null) output.WriteLine($"        key        {state.Key}");
        if (state.Namespace is not null) output.WriteLine($"        namespace  {state.Namespace}");
        if (state.MapKey is not null) output.WriteLine($"        map key    {state.MapKey}");
        foreach (var value in state.Values) output.WriteLine($"        value      {value}");
    }

    private static string Count(long number, string what) => $"{ListText.Number(number)} {what}{(number == 1 ? "" : "s")}";
}
