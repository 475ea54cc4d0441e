using FlowActors.Client.Jobs;
using FlowActors.Client.Submission;
using FlowActors.Http.Jobs;
using FlowActors.Http.Savepoints;
using FlowActors.Runtime.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static FlowActors.Http.EndpointDescriptions;

namespace FlowActors.Http.Submission;

/// <summary>Starts jobs, ends them, and goes on with them.</summary>
internal sealed class SubmissionEndpoints(JobFinder jobs, JobExecutor executor, SavepointFolders folders)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/registered", List).Answers<RegisteredJobs>("registered", "The jobs that can be submitted");
        routes.MapPost("/jobs", Submit).Acts<JobSubmission>().Answers<JobSummary>("submit", "Starts a registered job", StatusCodes.Status201Created);
        routes.MapPost("/jobs/{job}/cancel", Cancel).Acts().Answers<JobSummary>("cancel", "Cancels a job; its status tells when that is done", StatusCodes.Status202Accepted);
        routes.MapPost("/jobs/{job}/resume", Resume).Acts<JobResumption>(isOptional: true).Answers<ResumedJob>("resume", "Goes on with a job that is suspended");
    }

    private IResult List(HttpRequest request)
    {
        RequestQuery.RefuseAll(request);
        return Json(new RegisteredJobs(executor.Registered));
    }

    private async Task<IResult> Submit(HttpContext context, CancellationToken cancellationToken)
    {
        var asked = await RequestBody.ReadAsync<JobSubmission>(context.Request, null, cancellationToken).ConfigureAwait(false);
        var (arguments, origin) = (Checked(asked.Arguments), OriginOf(asked.From));
        if (asked.Name is { } name && string.IsNullOrWhiteSpace(name)) throw Problem.Wrong("The job's name is empty", "'name' is empty: name the run, or leave it out.");

        // Building runs user code, which may take its time, or never return.
        var job = await Submitting(() => Task.Run(
            () => executor.SubmitAsync(asked.Job, arguments, asked.Name, cancellationToken, origin, asked.Parallelism), cancellationToken).WaitAsync(cancellationToken)).ConfigureAwait(false);
        context.Response.Headers.Location = $"{context.Request.PathBase}{context.Request.Path.ToUriComponent().TrimEnd('/')}/{job.JobId}";
        return Json(await SummaryAsync(job.JobId, cancellationToken).ConfigureAwait(false), StatusCodes.Status201Created);
    }

    private async Task<IResult> Cancel(string job, HttpContext context, CancellationToken cancellationToken)
    {
        var (id, status) = await jobs.FindAsync(context, cancellationToken).ConfigureAwait(false);
        if (!status.IsEnd()) await executor.CancelAsync(id, cancellationToken).ConfigureAwait(false);
        return Json(await SummaryAsync(id, cancellationToken).ConfigureAwait(false), StatusCodes.Status202Accepted);
    }

    private async Task<IResult> Resume(string job, HttpRequest request, CancellationToken cancellationToken)
    {
        var asked = await RequestBody.ReadAsync(request, new JobResumption(), cancellationToken).ConfigureAwait(false);
        var arguments = Checked(asked.Arguments);
        var (id, status) = await jobs.FindAsync(request.HttpContext, cancellationToken).ConfigureAwait(false);
        if (status.IsEnd()) throw Problem.Conflict("The job has ended", $"Job {id} is {status}: it does not go on. Submit it anew, from its last savepoint where it has one.");
        if (status != JobStatus.Suspended && arguments is not null) await RefuseOthersAsync(id, status, arguments, cancellationToken).ConfigureAwait(false);
        return Json(new ResumedJob(id.ToString(), await executor.ResumeAsync(id, arguments, cancellationToken).ConfigureAwait(false)));
    }

    // Who repeats a resumption that was answered, or lost its answer, has asked for what there is.
    private async Task RefuseOthersAsync(JobId job, JobStatus status, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellationToken)
    {
        var has = (await executor.ViewAsync(job, cancellationToken).ConfigureAwait(false)).Job.Arguments;
        if (arguments.Count != has.Count || arguments.Any(a => has.GetValueOrDefault(a.Key) != a.Value))
            throw Problem.Conflict("The job is not suspended", $"Job {job} is {status}, with the arguments that it has: stop it first, with a savepoint, to go on with others.");
    }

    private async Task<JobSummary> SummaryAsync(JobId job, CancellationToken cancellationToken)
    {
        var view = await executor.ViewAsync(job, cancellationToken).ConfigureAwait(false);
        return new JobSummary(view.Job.Id.ToString(), view.Job.JobName, view.Status.ToString());
    }

    private SavepointRestore? OriginOf(SavepointStart? from) => from is null ? null : new SavepointRestore(folders.FindOrigin(from.Savepoint))
    {
        AllowsUnmatchedState = from.AllowUnmatchedState,
        ClaimMode = from.Claim switch
        {
            null or "noClaim" => ClaimMode.NoClaim,
            "claim" => ClaimMode.Claim,
            var other => throw Problem.Wrong("There is no such claim", $"'from.claim' is '{other}': it is claim or noClaim."),
        },
    };

    private static IReadOnlyDictionary<string, string>? Checked(IReadOnlyDictionary<string, string>? arguments) =>
        arguments?.FirstOrDefault(a => a.Value is null).Key is { } name
            ? throw Problem.Wrong("An argument has no value", $"The argument '{name}' is null: give it a text, or leave it out.")
            : arguments;

    private static async Task<IJobClient> Submitting(Func<Task<IJobClient>> submit)
    {
        try
        {
            return await submit().ConfigureAwait(false);
        }
        catch (JobValidationException e)
        {
            throw Problem.Wrong("The job cannot run", e.Message);
        }
        catch (Exception e) when (e is not (Problem or OperationCanceledException or TimeoutException or ObjectDisposedException or NodeNotStartedException))
        {
            // Its own code: what it throws is the business of who gave the arguments.
            throw Problem.Wrong("The job cannot be built", $"{e.GetType()}: {e.Message}");
        }
    }
}
