using FlowActors.Client.Upgrades;
using FlowActors.Http.Jobs;
using FlowActors.Http.Nodes;
using FlowActors.Runtime.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static FlowActors.Http.EndpointDescriptions;

namespace FlowActors.Http.Upgrades;

/// <summary>The builds that jobs run by.</summary>
internal sealed class UpgradeEndpoints(JobFinder jobs, UpgradeClient upgrades)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/jobs/{job}/upgrade", Upgrade).Acts<UpgradeRequest>(isOptional: true)
        .Answers<JobUpgrade>("upgrade", "Brings a job to the build of the node that is asked", StatusCodes.Status202Accepted);

    private async Task<IResult> Upgrade(string job, HttpContext context, CancellationToken cancellationToken)
    {
        var asked = await RequestBody.ReadAsync(context.Request, new UpgradeRequest(), cancellationToken).ConfigureAwait(false);
        var (id, _) = await jobs.FindAsync(context, cancellationToken).ConfigureAwait(false);
        try
        {
            var plan = await upgrades.PlanAsync(id, [.. (asked.With ?? []).Select(IdOf)], cancellationToken).ConfigureAwait(false);
            if (!asked.Check) await upgrades.BeginAsync(plan, cancellationToken).ConfigureAwait(false);
            return Json(new JobUpgrade(plan.Build, [.. plan.Jobs.Select(j => j.ToString())], [.. plan.Nodes.Select(NodeNames.Of)]), StatusCodes.Status202Accepted);
        }
        catch (JobValidationException e)
        {
            throw Problem.Conflict("The job cannot be brought to this build", e.Message);
        }
    }

    private static JobId IdOf(string text) => text is { Length: 32 } && text.All(char.IsAsciiHexDigitLower)
        ? new JobId(text)
        : throw Problem.Wrong("That is no id of a job", $"'with' has '{text}': it lists ids of jobs, as GET /jobs tells them.");
}
