using FlowActors.Graph;
using FlowActors.Runtime.Protocols;

namespace FlowActors.Runtime.Control;

/// <summary>
/// Which names jobs and their operators may have. Jobs are found by their names, over HTTP too, where paths leave out <c>.</c> and <c>..</c>. What was submitted before is
/// never checked again: journals may have other names.
/// </summary>
internal static class JobNames
{
    private const int IdLength = 32;

    /// <exception cref="JobValidationException">No job can have the name.</exception>
    public static void Check(string name)
    {
        if (FaultOf(name) is { } fault)
            throw new JobValidationException($"No job can be named '{ControlText.Cut(NameText.Shown(name), 256)}': {fault}. Give it another name, with ExecuteAsync or where it is submitted.");
    }

    /// <exception cref="JobValidationException">A uid of an operator can be none.</exception>
    public static void CheckUids(JobGraph graph)
    {
        foreach (var member in graph.Vertices.SelectMany(v => v.Chain))
        {
            var fault = string.IsNullOrWhiteSpace(member.Uid) ? "it is empty" : NameText.FaultOf(member.Uid);
            if (fault is null) continue;
            throw new JobValidationException(
                $"Operator '{member.Node.Name}' of job '{graph.JobName}' cannot have the uid '{ControlText.Cut(NameText.Shown(member.Uid), 256)}': {fault}. Give it another one with WithUid.");
        }
    }

    private static string? FaultOf(string name) => name switch
    {
        _ when string.IsNullOrWhiteSpace(name) => "it is empty",
        "." or ".." => "no path leads to it",
        { Length: IdLength } when name.All(char.IsAsciiHexDigit) => "it looks like the id of a job",
        _ => NameText.FaultOf(name),
    };
}
