using System.CommandLine;
using System.Diagnostics;
using FlowActors.Client;
using FlowActors.Client.Jobs;
using FlowActors.Client.Operations;
using FlowActors.Client.Rescales;
using FlowActors.Client.Submission;

namespace FlowActors.CommandLine.Remote;

/// <summary>The commands that start, stop and save jobs. They wait until that is done; who gives the waiting up stops nothing.</summary>
internal static class ActingCommands
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_startMax = TimeSpan.FromSeconds(10);
    private static readonly string[] s_ends = ["Finished", "Cancelled", "Failed"];

    public static Command Run()
    {
        var registered = new Argument<string>("NAME") { Description = "The name that the job is registered by." };
        var arguments = JobArgumentOption.Create();
        var name = new Option<string?>("--name") { HelpName = "N", Description = "The name of this run; the registered one if it is left out." };
        var parallelism = WholeNumbers.Option("--parallelism", "P", "parallelism", "The parallelism that the program starts with; the server's default if it is left out.");
        var from = new Option<string?>("--from") { HelpName = "SAVEPOINT", Description = "Begin with a savepoint: its folder, or its name below the server's first folder of savepoints." };
        var claim = new Option<bool>("--claim") { Description = "The job takes the savepoint over, and deletes it when it is needed no more." };
        var allows = new Option<bool>("--allow-unmatched-state") { Description = "State of the savepoint whose operators the job does not have is left out." };
        var wait = new Option<bool>("--wait") { Description = "Wait until the job has ended: exit code 0 when it has finished, else 1; also when the server does not answer any more, while the job may go on." };
        var command = RemoteCommand.Create(
            "run",
            "Starts a job that is registered with the application, and writes its id: job=ID.",
            [registered, arguments, name, parallelism, from, claim, allows, wait],
            async (client, parsed, cancellation) =>
            {
                var job = await client.SubmitAsync(
                    new JobSubmission(parsed.GetRequiredValue(registered))
                    {
                        Name = parsed.GetValue(name),
                        Arguments = JobArgumentOption.Of(parsed, arguments),
                        Parallelism = parsed.GetValue(parallelism),
                        From = parsed.GetValue(from) is { } savepoint
                            ? new SavepointStart(savepoint) { Claim = parsed.GetValue(claim) ? "claim" : null, AllowUnmatchedState = parsed.GetValue(allows) }
                            : null,
                    },
                    cancellation).ConfigureAwait(false);
                if (!parsed.GetValue(wait)) return job;
                job = await EndOfAsync(client, job.Id, cancellation).ConfigureAwait(false);
                return job.Status == "Finished" ? job : throw new FlowActorsClientException("The job did not finish", $"job={job.Id} is {job.Status}.");
            },
            (job, output) => output.WriteLine($"job={job.Id}"));
        command.Validators.Add(result =>
        {
            if (result.GetValue(from) is null && (result.GetValue(claim) || result.GetValue(allows))) result.AddError("--claim and --allow-unmatched-state go with --from SAVEPOINT.");
        });
        return command;
    }

    public static Command Cancel()
    {
        var job = Job();
        return RemoteCommand.Create(
            "cancel",
            "Cancels a job, and waits until it has ended.",
            [job],
            async (client, parsed, cancellation) =>
            {
                var cancelled = await client.Job(parsed.GetRequiredValue(job)).CancelAsync(cancellation).ConfigureAwait(false);
                return await EndOfAsync(client, cancelled.Id, cancellation).ConfigureAwait(false);
            },
            (ended, output) => output.WriteLine($"job={ended.Id} is {ended.Status}"));
    }

    public static Command Rescale()
    {
        var job = Job();
        var parallelism = WholeNumbers.Option("--parallelism", "P", "parallelism", "How many subtasks each operator is to have that has no parallelism of its own.");
        parallelism.Required = true;
        return RemoteCommand.Create(
            "rescale",
            "Gives a running job another parallelism, waits until it runs with it, and writes parallelism=P.",
            [job, parallelism],
            async (client, parsed, cancellation) =>
            {
                var asked = await client.Job(parsed.GetRequiredValue(job)).RescaleAsync(new RescaleRequest(parsed.GetValue(parallelism)!.Value), cancellation).ConfigureAwait(false);
                return await DoneAsync(client, asked, cancellation).ConfigureAwait(false);
            },
            (done, output) => output.WriteLine($"parallelism={done.Result!.Parallelism}"));
    }

    public static Command Stop()
    {
        var (job, native) = (Job(), Native());
        var savepoint = new Option<string?>("--savepoint") { HelpName = "NAME", Description = Target };
        var drain = new Option<bool>("--drain") { Description = "End all input first, so that everything is flushed as at the end of a job." };
        return RemoteCommand.Create(
            "stop",
            "Stops a job with a savepoint, waits until it has ended, and writes the savepoint's folder.",
            [job, savepoint, drain, native],
            async (client, parsed, cancellation) =>
            {
                var asked = new StopRequest { Savepoint = parsed.GetValue(savepoint), Drain = parsed.GetValue(drain), Form = FormOf(parsed, native) };
                var started = await StartedAsync(client, parsed.GetRequiredValue(job), cancellation).ConfigureAwait(false);
                var done = await DoneAsync(client, await started.StopAsync(asked, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
                await EndOfAsync(client, done.Job!, cancellation).ConfigureAwait(false);
                return done;
            },
            WriteSavepoint);
    }

    public static Command Savepoint()
    {
        var (job, native) = (Job(), Native());
        var target = new Argument<string?>("NAME") { Arity = ArgumentArity.ZeroOrOne, Description = Target };
        return RemoteCommand.Create(
            "savepoint",
            "Takes a savepoint of a job, waits until it is complete, and writes its folder.",
            [job, target, native],
            async (client, parsed, cancellation) =>
            {
                var asked = new SavepointRequest { Target = parsed.GetValue(target), Form = FormOf(parsed, native) };
                var started = await StartedAsync(client, parsed.GetRequiredValue(job), cancellation).ConfigureAwait(false);
                return await DoneAsync(client, await started.TakeSavepointAsync(asked, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
            },
            WriteSavepoint);
    }

    public static Command Checkpoint()
    {
        var job = Job();
        return RemoteCommand.Create(
            "checkpoint",
            "Takes a checkpoint of a job, waits until it is complete, and writes its number.",
            [job],
            async (client, parsed, cancellation) =>
            {
                var started = await StartedAsync(client, parsed.GetRequiredValue(job), cancellation).ConfigureAwait(false);
                return await DoneAsync(client, await started.TakeCheckpointAsync(null, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
            },
            (done, output) => output.WriteLine($"checkpoint={done.Result!.Checkpoint}"));
    }

    public static Command Resume()
    {
        var (job, arguments) = (Job(), JobArgumentOption.Create());
        return RemoteCommand.Create(
            "resume",
            "Goes on with a job that is suspended, from its last checkpoint; with --arg, by other arguments than before. Whether it can is told by its status.",
            [job, arguments],
            (client, parsed, cancellation) =>
            {
                var given = JobArgumentOption.Of(parsed, arguments);
                return client.Job(parsed.GetRequiredValue(job)).ResumeAsync(new JobResumption { Arguments = given.Count > 0 ? given : null }, cancellation);
            },
            (resumed, output) => output.WriteLine($"job={resumed.Id} goes on from {(resumed.Checkpoint is { } checkpoint ? $"checkpoint {checkpoint}" : "its beginning")}"));
    }

    private const string Target =
        "A folder below one of the server's folders of savepoints, or a name below the first, that is not there yet; the server makes one if it is left out.";

    private static Argument<string> Job() => new("JOB") { Description = "The id of a job, or its name: of several the last one that has not ended, or the last one." };

    private static Option<bool> Native() => new("--native") { Description = "In the form of the job's state backend, which no other one reads; smaller and faster." };

    private static string? FormOf(ParseResult parsed, Option<bool> native) => parsed.GetValue(native) ? "native" : null;

    private static void WriteSavepoint(Operation done, TextWriter output) => output.WriteLine($"savepoint={done.Result!.Savepoint}");

    // Of a job that was submitted a moment ago nothing can be taken before all its subtasks run. One that does not come to that is asked, and says so.
    private static async Task<RemoteJob> StartedAsync(FlowActorsClient client, string idOrName, CancellationToken cancellation)
    {
        var (job, begin) = (client.Job(idOrName), Stopwatch.GetTimestamp());
        while ((await job.GetDetailsAsync(cancellation).ConfigureAwait(false)).Status == "Created" && Stopwatch.GetElapsedTime(begin) < s_startMax)
            await Task.Delay(s_interval, cancellation).ConfigureAwait(false);
        return job;
    }

    private static async Task<Operation> DoneAsync(FlowActorsClient client, Operation operation, CancellationToken cancellation)
    {
        var done = await client.WaitForAsync(operation, s_interval, cancellation).ConfigureAwait(false);
        return done.Failure is null ? done : throw new FlowActorsClientException($"The {done.Kind} has failed", done.Failure);
    }

    private static async Task<JobSummary> EndOfAsync(FlowActorsClient client, string job, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                var found = (await client.GetJobsAsync(cancellation).ConfigureAwait(false)).FirstOrDefault(j => j.Id == job)
                    ?? throw new FlowActorsClientException("The job is not known any more", $"job={job} has ended and was forgotten.");
                if (s_ends.Contains(found.Status)) return found;
                await Task.Delay(s_interval, cancellation).ConfigureAwait(false);
            }
            catch (FlowActorsClientException e) when (e.RetryAfter is not null)
            {
                // While the cluster gets over the loss of a node.
                await Task.Delay(e.RetryAfter > s_interval ? e.RetryAfter.Value : s_interval, cancellation).ConfigureAwait(false);
            }
            catch (FlowActorsClientException e) when (e.Status is null && e.InnerException is not null)
            {
                throw new FlowActorsClientException(e.Title, $"{e.Message} What has become of job={job} is not known: ask another node (--at).", e);
            }
        }
    }
}
