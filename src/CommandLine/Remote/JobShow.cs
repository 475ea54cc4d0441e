using System.CommandLine;
using System.Globalization;
using FlowActors.Client;
using FlowActors.Client.Jobs;
using FlowActors.Client.Rescales;
using FlowActors.CommandLine.Checkpoints;

namespace FlowActors.CommandLine.Remote;

/// <summary><c>job show JOB</c>: what a job is, what it is made of and what went wrong.</summary>
internal static class JobShow
{
    private const int FailuresShown = 3;

    public static Command Create()
    {
        var job = new Argument<string>("JOB") { Description = "The job's id or name." };
        return RemoteCommand.Create(
            "show",
            "Shows where a job stands, what it is made of, and its last failures.",
            [job],
            (client, parsed, cancellation) => AskAsync(client.Job(parsed.GetRequiredValue(job)), cancellation),
            Write);
    }

    private static async Task<ShownJob> AskAsync(RemoteJob job, CancellationToken cancellation)
    {
        var details = await job.GetDetailsAsync(cancellation).ConfigureAwait(false);
        var failures = await job.GetExceptionsAsync(cancellation).ConfigureAwait(false);
        var rescales = await job.GetRescalesAsync(cancellation).ConfigureAwait(false);
        return new ShownJob(details, await TryPlanAsync(job, cancellation).ConfigureAwait(false), failures, rescales.Rescales)
        {
            Status = details.Status,
        };
    }

    // That of a job made of lambdas ends with the job.
    private static async Task<JobPlan?> TryPlanAsync(RemoteJob job, CancellationToken cancellation)
    {
        try
        {
            return await job.GetPlanAsync(cancellation).ConfigureAwait(false);
        }
        catch (FlowActorsClientException e) when (e.Status == System.Net.HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private static void Write(ShownJob shown, TextWriter output)
    {
        var job = shown.Job;
        output.WriteLine($"Job '{job.Name}' ({job.Id}): {job.Status}{(job.Reason is { } reason ? $", {reason}" : "")}");
        Line("submitted", Time(job.SubmittedAt));
        Line("started", Time(job.StartedAt));
        Line("ended", Time(job.EndedAt));
        Line("attempt", job.Attempt.ToString(CultureInfo.InvariantCulture));
        Line("checkpoint", job.Checkpoint?.ToString(CultureInfo.InvariantCulture));
        Line("restored", job.Restored?.ToString(CultureInfo.InvariantCulture));
        Line("registered", job.RegisteredName);
        foreach (var (name, value) in job.Arguments) Line("argument", $"{name}={value}");
        if (shown.Plan is { } plan)
        {
            output.WriteLine();
            TextTable.Write(output, ["VERTEX", "PARALLELISM", "OPERATORS"], plan.Vertices.Select(v => new[]
            {
                v.Id.ToString(CultureInfo.InvariantCulture), v.Parallelism.ToString(CultureInfo.InvariantCulture), string.Join(" -> ", v.Operators.Select(o => $"{o.Name} ({o.Uid})")),
            }));
        }

        foreach (var rescale in shown.Rescales.Take(FailuresShown).Reverse())
        {
            output.WriteLine();
            output.WriteLine($"Parallelism {rescale.From} to {rescale.To} ({rescale.Why}) at {Time(rescale.StartedAt)}: {Standing(rescale)}");
        }

        foreach (var failure in shown.Failures.TakeLast(FailuresShown))
        {
            output.WriteLine();
            output.WriteLine($"Attempt {failure.Attempt} failed at {Time(failure.At)}{(failure.Operator is { } at ? $" in '{at}', subtask {failure.Subtask}" : "")}: {failure.Message}");
        }

        void Line(string title, string? value)
        {
            if (value is not null) output.WriteLine($"  {title,-10}  {value}");
        }
    }

    private static string Standing(RescaleInfo rescale) => rescale switch
    {
        { Failure: { } failure } => $"failed: {failure}",
        { Pause: { } pause } => string.Create(
            CultureInfo.InvariantCulture,
            $"records stood still for {pause.TotalMs:f0} ms (align {pause.AlignMs:f0}, snapshot {pause.SnapshotMs:f0}, move {pause.MoveMs:f0}, restore {pause.RestoreMs:f0}, resume {pause.ResumeMs:f0}){MovedText(rescale)}"),
        _ => rescale.Status,
    };

    private static string MovedText(RescaleInfo rescale) => rescale.BytesMoved is { } moved ? $"; {ListText.Number(moved)} bytes of state came to another node" : "";

    private static string? Time(DateTimeOffset? time) => time is { } at ? $"{ListText.Time(at.UtcDateTime)} UTC" : null;

    /// <summary>What <c>--json</c> writes.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="Plan">What it is made of; null where that is not kept.</param>
    /// <param name="Failures">Its failures, the latest last.</param>
    /// <param name="Rescales">When it got another parallelism, the latest first.</param>
    private sealed record ShownJob(JobDetails Job, JobPlan? Plan, IReadOnlyList<JobException> Failures, IReadOnlyList<RescaleInfo> Rescales)
    {
        /// <summary>Where it stands, for scripts.</summary>
        public required string Status { get; init; }
    }
}
