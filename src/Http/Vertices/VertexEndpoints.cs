using FlowActors.Client.Vertices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static FlowActors.Http.EndpointDescriptions;

namespace FlowActors.Http.Vertices;

/// <summary>The vertices of a job and their subtasks.</summary>
internal sealed class VertexEndpoints(VertexFinder finder)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/jobs/{job}/vertices", List).Answers<VertexList>("vertices", "The vertices of a job");
        routes.MapGet("/jobs/{job}/vertices/{vertex}", One).Answers<VertexSummary>("vertex", "One vertex, by its id or the uid of one of its operators");
        routes.MapGet("/jobs/{job}/vertices/{vertex}/subtasks", Subtasks).Answers<SubtaskList>("subtasks", "The subtasks of a vertex, with their timelines");
        routes.MapGet("/jobs/{job}/vertices/{vertex}/backpressure", BackPressure)
            .Answers<BackPressureList>("backpressure", "Which subtasks are held up by those behind them");
        routes.MapGet("/jobs/{job}/vertices/{vertex}/watermarks", Watermarks)
            .Answers<WatermarkList>("watermarks", "How far event time is at the subtasks of a vertex");
    }

    private async Task<IResult> List(string job, HttpRequest request, CancellationToken cancellationToken)
    {
        RequestQuery.RefuseAll(request);
        var seen = await finder.LookAsync(request.HttpContext, cancellationToken).ConfigureAwait(false);
        return Json(new VertexList([.. seen.Vertices.Select(v => VertexAnswers.Summary(VertexSight.Of(seen, v)))]));
    }

    private Task<IResult> One(string job, string vertex, HttpRequest request, CancellationToken cancellationToken) =>
        Answer(request, VertexAnswers.Summary, cancellationToken);

    private Task<IResult> Subtasks(string job, string vertex, HttpRequest request, CancellationToken cancellationToken) =>
        Answer(request, v => new SubtaskList([.. v.Subtasks.Select(VertexAnswers.Summary)]), cancellationToken);

    private Task<IResult> BackPressure(string job, string vertex, HttpRequest request, CancellationToken cancellationToken) =>
        Answer(request, VertexAnswers.BackPressure, cancellationToken);

    private Task<IResult> Watermarks(string job, string vertex, HttpRequest request, CancellationToken cancellationToken) =>
        Answer(request, VertexAnswers.Watermarks, cancellationToken);

    private async Task<IResult> Answer<T>(HttpRequest request, Func<VertexSight, T> answer, CancellationToken cancellationToken)
    {
        RequestQuery.RefuseAll(request);
        return Json(answer(await finder.FindAsync(request.HttpContext, cancellationToken).ConfigureAwait(false)));
    }
}
