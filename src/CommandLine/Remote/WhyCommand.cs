using System.CommandLine;
using System.Globalization;
using FlowActors.Client.Why;

namespace FlowActors.CommandLine.Remote;

/// <summary><c>job why JOB</c>: what holds a job back.</summary>
internal static class WhyCommand
{
    public static Command Create()
    {
        var job = new Argument<string>("JOB") { Description = "The job's id or name." };
        return RemoteCommand.Create(
            "why",
            "Says what holds a job back, most important first.",
            [job],
            (client, parsed, cancellation) => client.Job(parsed.GetRequiredValue(job)).GetWhyAsync(null, cancellation),
            Show);
    }

    private static void Show(JobWhy why, TextWriter output)
    {
        output.WriteLine($"{why.Name} ({why.Job}): {why.Status}");
        if (why.Findings.Count == 0) output.WriteLine(why.Text);
        else TextTable.Write(output, ["WHAT", "SINCE", "WHY"], why.Findings.Select(f => new[] { f.Kind, Time(f.Since), f.Text }));
    }

    private static string Time(DateTimeOffset? at) => at?.ToString("u", CultureInfo.InvariantCulture) ?? "";
}
