using FlowActors.CommandLine.Checkpoints;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.Serialization;
using FlowActors.State;

namespace FlowActors.CommandLine.Savepoints;

/// <summary>What came of a comparison, for people.</summary>
internal static class CheckText
{
    public static void Write(CheckReport report, TextWriter output)
    {
        var metadata = report.Snapshot.Metadata;
        output.WriteLine($"{metadata.Kind} {ListText.Number(metadata.Checkpoint)} of job '{metadata.JobName}' ({metadata.Job})");
        output.WriteLine($"  folder  {report.Snapshot.Location.Folder}");
        output.WriteLine($"  job     {report.Job}");
        foreach (var each in report.Fit.Operators) Write(each, output);
        foreach (var name in report.WithoutUid)
            output.WriteLine($"Warning: operator '{name}' has state and no uid of its own: its state is lost when the program before it changes. Call WithUid.");
        foreach (var unknown in report.Fit.Operators.Where(o => o.Unknown is not null))
            output.WriteLine($"Operator '{unknown.Name}' (uid '{unknown.Uid}') did not say all of its states: it threw {unknown.Unknown}");
        output.WriteLine(
            report.Fit.Misfit is { } misfit ? misfit
            : report.IsAccepted ? $"Job '{report.Job}' can be started from it."
            : $"Whether job '{report.Job}' can be started from it is not known.");
    }

    private static void Write(OperatorFit fit, TextWriter output)
    {
        var parallelism = (fit.Before, fit.Now) switch
        {
            (null, { } now) => $"parallelism {now.Parallelism}, max {now.MaxParallelism}",
            ({ } before, null) => $"parallelism {before.Parallelism}, max {before.MaxParallelism}",
            ({ } before, { } now) => $"parallelism {Change(before.Parallelism, now.Parallelism)}, max {Change(before.MaxParallelism, now.MaxParallelism)}",
            _ => "",
        };
        output.WriteLine($"{StandingOf(fit),-14}operator '{fit.Name}' (uid '{fit.Uid}'), {parallelism}{(fit.States.Count == 0 ? ", no state" : "")}");
        foreach (var state in fit.States)
        {
            var changes = ChangesOf(state).Distinct().ToList();
            output.WriteLine($"  {StandingOf(state, fit),-14}state '{state.Name}'{(changes.Count == 0 ? "" : $": {string.Join("; ", changes)}")}");
        }
    }

    private static string Change(int before, int now) => before == now ? $"{now}" : $"{before} -> {now}";

    private static string StandingOf(OperatorFit fit) => fit switch
    {
        { Before: null } when !fit.Written.Any() => "new",
        { Now: null } => "dropped",
        _ when fit.Complaints.Any() => "incompatible",
        _ => "matched",
    };

    private static string StandingOf(StateFit state, OperatorFit fit) => state switch
    {
        { Verdict: StateVerdict.Same } => "matched",
        { Verdict: StateVerdict.Evolves } => "evolves",
        { Verdict: StateVerdict.Incompatible } => "incompatible",
        { Written: null } => "new",
        _ when fit.Now is null => "dropped",
        _ => "unused",
    };

    private static IEnumerable<string> ChangesOf(StateFit state) => state.Verdict switch
    {
        // Another name of a type changes nothing.
        StateVerdict.Evolves evolves => evolves.Changes.Where(c => c.Kind != SchemaChangeKind.Renamed).Select(c => c.ToString()),
        StateVerdict.Incompatible incompatible => incompatible.Reasons.Select(r => r.ToString()),
        _ => [],
    };
}
