using System.ComponentModel;
using System.Text.Json;
using FlowActors.Client.Jobs;
using FlowActors.Runtime.Client;
using FlowActors.Runtime.Hosting;
using FlowActors.Runtime.Planning;
using FlowActors.Runtime.Subtasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static FlowActors.Http.EndpointDescriptions;
using static FlowActors.Runtime.Control.Coordination.JobCoordinatorProtocol;

namespace FlowActors.Http.Jobs;

/// <summary>One job: what it is, what it is made of, what it runs with and what went wrong.</summary>
/// <param name="finder">Finds it.</param>
/// <param name="jobs">Tells of it.</param>
/// <param name="configuration">That of the node.</param>
internal sealed class JobDetailEndpoints(JobFinder finder, JobExecutor jobs, NodeConfiguration configuration)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/jobs/{job}", Details).Answers<JobDetails>("job", "One job");
        routes.MapGet("/jobs/{job}/plan", Plan).Answers<JobPlan>("job-plan", "What a job is made of: vertices with their operators, edges; format=text or mermaid for people");
        routes.MapGet("/jobs/{job}/exceptions", Exceptions).Answers<JobExceptions>("job-exceptions", "The failures of a job, the latest last");
        routes.MapGet("/jobs/{job}/accumulators", Accumulators).Answers<JobAccumulators>("job-accumulators", "The accumulators of a job, summed over its subtasks");
        routes.MapGet("/jobs/{job}/config", Config).Answers<JobConfiguration>("job-config", "What a job runs with, by layer");
    }

    private async Task<IResult> Details(string job, HttpRequest request, CancellationToken cancellationToken)
    {
        RequestQuery.RefuseAll(request);
        var view = await ViewAsync(request.HttpContext, cancellationToken).ConfigureAwait(false);
        var plan = jobs.TryPlan(view);
        return Json(new JobDetails(
            view.Job.Id.ToString(),
            view.Job.JobName,
            view.Status.ToString(),
            view.Job.RegisteredName,
            Secrets.Mask(view.Job.Arguments),
            view.Attempt,
            view.SubmittedAt,
            view.StartedAt,
            view.EndedAt,
            view.Reason,
            view.Checkpoint,
            view.Restored,
            plan?.Slots,
            plan?.Job.Vertices.Max(v => v.MaxParallelism),
            plan?.SubtaskCount));
    }

    private async Task<IResult> Plan(
        string job, [Description("json, the default; text or mermaid for people.")] string? format, HttpRequest request, CancellationToken cancellationToken)
    {
        RequestQuery.RefuseOthers(request, "format");
        var view = await ViewAsync(request.HttpContext, cancellationToken).ConfigureAwait(false);
        var plan = jobs.TryPlan(view) ?? throw Problem.NotFound(
            "The plan is not kept", $"Job {view.Job.Id} was made of lambdas, whose plan ends with the job or is in another process, or its present code cannot be built.");
        return format switch
        {
            null or "json" => Json(PlanOf(plan)),
            "text" => Results.Text(TextPlans.JobGraph(plan.Job)),
            "mermaid" => Results.Text(MermaidPlans.JobGraph(plan.Job)),
            _ => throw Problem.Wrong("There is no such format", $"'{format}' is no format of plans: json, text and mermaid are."),
        };
    }

    private async Task<IResult> Exceptions(string job, HttpRequest request, CancellationToken cancellationToken)
    {
        RequestQuery.RefuseAll(request);
        var view = await ViewAsync(request.HttpContext, cancellationToken).ConfigureAwait(false);
        return Json(new JobExceptions(
        [
            .. view.Failures.Select(f => new JobException(
                f.Attempt, f.Cause.Operator, f.Subtask, $"{f.Cause.Type}: {f.Cause.Message}", f.Cause.Details, f.Cause.Position, f.Cause.Record, f.At)),
        ]));
    }

    private async Task<IResult> Accumulators(string job, HttpRequest request, CancellationToken cancellationToken)
    {
        RequestQuery.RefuseAll(request);
        var view = await ViewAsync(request.HttpContext, cancellationToken).ConfigureAwait(false);
        var sums = await jobs.ClientOf(view.Job).GetAccumulatorsAsync(cancellationToken).ConfigureAwait(false);
        return Json(new JobAccumulators(sums.ToDictionary(s => s.Key, s => s.Value is double number && !double.IsFinite(number)
            ? JsonSerializer.SerializeToElement(number.ToString(System.Globalization.CultureInfo.InvariantCulture))
            : JsonSerializer.SerializeToElement(s.Value))));
    }

    private async Task<IResult> Config(string job, HttpRequest request, CancellationToken cancellationToken)
    {
        RequestQuery.RefuseAll(request);
        var view = await ViewAsync(request.HttpContext, cancellationToken).ConfigureAwait(false);
        return Json(JobSettingsView.Of(ConfigurationLeaves.Of(configuration), jobs.TryPlan(view)?.Job.Settings, jobs.DefaultSettings, Secrets.Mask(view.Job.Arguments)));
    }

    private async Task<JobView> ViewAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (id, _) = await finder.FindAsync(context, cancellationToken).ConfigureAwait(false);
        return await jobs.ViewAsync(id, cancellationToken).ConfigureAwait(false);
    }

    private static JobPlan PlanOf(ExecutionGraph plan) => new(
        plan.Job.Hash,
        [
            .. plan.Job.Vertices.Select(v => new PlannedVertex(
                v.Id, v.Name, v.Parallelism, v.MaxParallelism, [.. v.Chain.Select(o => new PlannedOperator(o.Node.Name, o.Uid))])),
        ],
        [.. plan.Job.Edges.Select(e => new PlannedEdge(e.Source, e.Target, e.Edge.PartitionerName, TypeNames.Of(e.Edge.RecordType)))]);
}
