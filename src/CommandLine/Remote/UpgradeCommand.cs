using System.CommandLine;
using System.Diagnostics;
using System.Net;
using FlowActors.Client;
using FlowActors.Client.Jobs;
using FlowActors.Client.Operations;
using FlowActors.Client.Upgrades;

namespace FlowActors.CommandLine.Remote;

/// <summary><c>job upgrade</c>: brings a job to the build of the node that is asked.</summary>
internal static class UpgradeCommand
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_takeUp = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        var job = new Argument<string>("JOB") { Description = "The id of a job, or its name." };
        var with = new Option<string[]>("--with") { HelpName = "JOB", Description = "The id of another job that goes over with it, as it runs on the same nodes by another build; can be given several times." };
        var savepoint = new Option<string?>("--savepoint") { HelpName = "NAME", Description = "Take a savepoint of JOB first, by which there is a way back: a folder, or a name below the server's first folder of savepoints." };
        var check = new Option<bool>("--check") { Description = "Only find out whether the job's last checkpoint fits, and what would be done." };
        return RemoteCommand.Create(
            "upgrade",
            """
            Brings a job to the build of the node that is asked, and writes build=ID: the nodes of other builds leave, and the job goes on by the new code from a checkpoint at which it stands still.

            Start the nodes of the new build first: they join, and get no slots of the job. Then ask one of them.
            """,
            [job, with, savepoint, check],
            (client, parsed, cancellation) => UpgradeAsync(
                client,
                client.Job(parsed.GetRequiredValue(job)),
                new UpgradeRequest { With = parsed.GetValue(with), Check = parsed.GetValue(check) },
                parsed.GetValue(savepoint),
                cancellation),
            (done, output) =>
            {
                if (done.Savepoint is not null) output.WriteLine($"savepoint={done.Savepoint}");
                output.WriteLine($"build={done.Upgrade.Build}");
                if (done.IsChecked) output.WriteLine($"jobs={string.Join(',', done.Upgrade.Jobs)}");
                output.WriteLine($"{(done.IsChecked ? "would leave" : "left")}={string.Join(',', done.Upgrade.Nodes)}");
            });
    }

    private static async Task<Done> UpgradeAsync(FlowActorsClient client, RemoteJob job, UpgradeRequest request, string? target, CancellationToken cancellation)
    {
        var plan = await job.UpgradeAsync(request with { Check = true }, cancellation).ConfigureAwait(false);
        if (request.Check) return new Done(plan, null, IsChecked: true);
        var savepoint = target is null ? null : await TakeAsync(client, job, target, cancellation).ConfigureAwait(false);
        var jobs = plan.Jobs.Select(client.Job).ToList();
        var before = await Task.WhenAll(jobs.Select(j => j.GetDetailsAsync(cancellation))).ConfigureAwait(false);
        plan = await job.UpgradeAsync(request, cancellation).ConfigureAwait(false);
        await UntilLeftAsync(client, plan.Nodes, cancellation).ConfigureAwait(false);
        foreach (var (one, was) in jobs.Zip(before)) await UntilOverAsync(one, was, savepoint, cancellation).ConfigureAwait(false);
        return new Done(plan, savepoint, IsChecked: false);
    }

    private static async Task<string> TakeAsync(FlowActorsClient client, RemoteJob job, string target, CancellationToken cancellation)
    {
        var begun = await job.TakeSavepointAsync(new SavepointRequest { Target = target }, cancellation).ConfigureAwait(false);
        var done = await client.WaitForAsync(begun, s_interval, cancellation).ConfigureAwait(false);
        return done.Failure is null ? done.Result!.Savepoint! : throw new FlowActorsClientException("The savepoint has failed", $"{done.Failure} The job stays as it is.");
    }

    private static Task UntilLeftAsync(FlowActorsClient client, IReadOnlyList<string> nodes, CancellationToken cancellation) => UntilAsync(
        async () => !(await client.GetNodesAsync(cancellation).ConfigureAwait(false)).Any(n => nodes.Contains(n.Node)), cancellation);

    private static async Task UntilOverAsync(RemoteJob job, JobDetails before, string? savepoint, CancellationToken cancellation)
    {
        // One that was stopped before is so for a while, until the job manager that follows has taken it up.
        var patience = before.Status == "Suspended" ? s_takeUp : TimeSpan.Zero;
        var begun = Stopwatch.StartNew();
        await UntilAsync(
            async () =>
            {
                var now = await job.GetDetailsAsync(cancellation).ConfigureAwait(false);
                if (now.Status is "Failed" || (now.Status is "Suspended" && begun.Elapsed >= patience))
                {
                    throw new FlowActorsClientException(
                        "The job does not go on",
                        $"job={now.Id} is {now.Status}{(now.Reason is { } reason ? $": {reason}" : "; 'job show' has its exceptions.")} Start a node of the build that it ran by and resume it there" +
                        $"{(savepoint is null ? "" : $", or begin with the savepoint '{savepoint}'")}.");
                }

                return now.Status is "Finished" or "Cancelled" || (now.Status == "Running" && now.Attempt > before.Attempt);
            },
            cancellation).ConfigureAwait(false);
    }

    // While the job manager moves nobody answers.
    private static async Task UntilAsync(Func<Task<bool>> isTrue, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                if (await isTrue().ConfigureAwait(false)) return;
            }
            catch (FlowActorsClientException e) when (e.Status is HttpStatusCode.ServiceUnavailable)
            {
                // Asked again.
            }

            await Task.Delay(s_interval, cancellation).ConfigureAwait(false);
        }
    }

    private sealed record Done(JobUpgrade Upgrade, string? Savepoint, bool IsChecked);
}
