using System.Globalization;
using FlowActors.Client.Why;
using FlowActors.Http.OpenApi;
using FlowActors.Http.Vertices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static FlowActors.Http.EndpointDescriptions;

namespace FlowActors.Http.Why;

/// <summary>What holds a job back.</summary>
internal sealed class WhyEndpoints(VertexFinder finder)
{
    private const string LongerThan = "longerThanMs";
    private const long LeastMax = 86_400_000;
    private static readonly TimeSpan s_least = TimeSpan.FromSeconds(5);

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/jobs/{job}/why", Why)
        .Answers<JobWhy>("why", "What holds a job back, the most important first")
        .Takes(LongerThan, "For how many milliseconds something must have lasted to be told; 5,000 where it is not given.");

    private async Task<IResult> Why(string job, HttpRequest request, CancellationToken cancellationToken)
    {
        RequestQuery.RefuseUnknown(request, LongerThan);
        var least = Least(request.Query[LongerThan]);
        var seen = await finder.LookAsync(request.HttpContext, cancellationToken).ConfigureAwait(false);
        var findings = WhyCore.Find(new WhySight(seen, DateTimeOffset.UtcNow, least));
        var view = seen.View;
        var text = findings is [var first, ..] ? first.Text : Nothing(view.Status);
        return Json(new JobWhy(view.Job.Id.ToString(), view.Job.JobName, view.Status.ToString(), text, findings));
    }

    private static string Nothing(JobStatus status) => status switch
    {
        JobStatus.Running => "Nothing holds the job back.",
        JobStatus.Finished or JobStatus.Cancelled => $"The job has ended: {status}.",
        _ => $"The job is {status}, and nothing else holds it back.",
    };

    private static TimeSpan Least(Microsoft.Extensions.Primitives.StringValues texts)
    {
        if (texts.Count == 0) return s_least;
        if (texts is [var text] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ms) && ms <= LeastMax) return TimeSpan.FromMilliseconds(ms);
        throw Problem.Wrong("That is no duration", $"'{texts}' in {LongerThan} is no number of milliseconds from 0 to {LeastMax}.");
    }
}
