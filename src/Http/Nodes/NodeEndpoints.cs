using System.ComponentModel;
using System.Text.Json;
using FlowActors.Client.Nodes;
using FlowActors.Client.Overviews;
using FlowActors.Runtime.Client;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Logging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using static FlowActors.Http.EndpointDescriptions;
using static FlowActors.Runtime.Control.Nodes.NodeLookProtocol;
using DrainNode = FlowActors.Runtime.Control.Management.JobManagerProtocol.DrainNode;

namespace FlowActors.Http.Nodes;

/// <summary>The cluster and its nodes.</summary>
internal sealed class NodeEndpoints(JobExecutor jobs, TimeProvider time)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/overview", Show).Answers<Overview>("overview", "The cluster in a few numbers");
        routes.MapGet("/nodes", List).Answers<NodeList>("nodes", "The nodes of the cluster");
        routes.MapGet("/nodes/{node}", One).Answers<NodeSummary>("node", "One node");
        routes.MapGet("/nodes/{node}/threads", Threads).Answers<NodeThreadList>("node-threads", "What the operators' threads of a node are in, and since when");
        routes.MapPost("/nodes/{node}/drain", Drain).Acts().Answers<NodeDrain>("drain-node", "Moves the slots of a node to others, and has it leave", StatusCodes.Status202Accepted);
        routes.MapGet("/nodes/{node}/logs", Logs).Answers<NodeLog>("node-logs", "The last 1,000 lines that a node has logged");
    }

    private async Task<IResult> Show(HttpRequest request, CancellationToken cancellationToken)
    {
        RequestQuery.RefuseAll(request);
        var nodes = await jobs.Nodes.ViewsAsync(cancellationToken).ConfigureAwait(false);
        var all = await jobs.ListAsync(null, cancellationToken).ConfigureAwait(false);
        return Json(new Overview(
            NodeVersion.Own.FlowActors,
            nodes.Count,
            nodes.Sum(n => n.Cores),
            nodes.Sum(n => n.Subtasks),
            all.GroupBy(j => j.Status).OrderBy(g => g.Key).ToDictionary(g => g.Key.ToString(), g => g.Count())));
    }

    private async Task<IResult> List(HttpRequest request, CancellationToken cancellationToken)
    {
        RequestQuery.RefuseAll(request);
        return Json(new NodeList([.. (await jobs.Nodes.ViewsAsync(cancellationToken).ConfigureAwait(false)).Select(Summary)]));
    }

    private async Task<IResult> One(string node, HttpRequest request, CancellationToken cancellationToken)
    {
        RequestQuery.RefuseAll(request);
        var address = await FindAsync(node, cancellationToken).ConfigureAwait(false);
        return Json(Summary(await jobs.Nodes.ViewAsync(address, cancellationToken).ConfigureAwait(false) ?? throw NoNode(node)));
    }

    private async Task<IResult> Threads(string node, HttpRequest request, CancellationToken cancellationToken)
    {
        RequestQuery.RefuseAll(request);
        var address = await FindAsync(node, cancellationToken).ConfigureAwait(false);
        var threads = await jobs.Nodes.ThreadsAsync(address, cancellationToken).ConfigureAwait(false) ?? throw NoNode(node);
        var now = time.GetUtcNow();
        return Json(new NodeThreadList(
            [.. threads.Dispatchers.Select(d => new ThreadPoolSummary(d.Dispatcher, d.Threads, d.Idle, d.Missing))],
            [
                .. threads.Calls.Select(c => new UserCall(
                    c.Subtask.Job.ToString(), c.Vertex, c.Subtask.Index, c.Operator, now - TimeSpan.FromMilliseconds(c.Milliseconds), c.Milliseconds)),
            ],
            threads.LeftBehind));
    }

    private async Task<IResult> Logs(
        string node,
        [Description("The least level of the lines: information, the default, warning, error or critical.")] string? level,
        [Description("How many lines, the last ones; 1,000 where it is not given.")] int? limit,
        HttpRequest request, CancellationToken cancellationToken)
    {
        RequestQuery.RefuseOthers(request, "level", "limit");
        if (limit is < 1 or > RecentLogs.LinesMax) throw Problem.Wrong("There is no such limit", $"'limit' is a number from 1 to {RecentLogs.LinesMax}, not {limit}.");
        var address = await FindAsync(node, cancellationToken).ConfigureAwait(false);
        var lines = await jobs.Nodes.LogsAsync(address, LevelOf(level), cancellationToken).ConfigureAwait(false) ?? throw NoNode(node);
        return Json(new NodeLog(
        [
            .. lines.TakeLast(limit ?? RecentLogs.LinesMax).Select(l => new NodeLogLine(
                l.Number, l.Time, JsonNamingPolicy.CamelCase.ConvertName(l.Level.ToString()), l.Category, l.Message, l.Failure)),
        ]));
    }

    private async Task<IResult> Drain(string node, CancellationToken cancellationToken)
    {
        // Who waits until a node has left asks until it is not there.
        var address = await TryFindAsync(node, cancellationToken).ConfigureAwait(false) ?? throw NoNode(node, isExpected: true);
        try
        {
            var taken = await jobs.Nodes.DrainAsync(new DrainNode(address), cancellationToken).ConfigureAwait(false);
            return Json(
                new NodeDrain(node, taken.Slots) { HeldUpBy = [.. (taken.HeldUpBy ?? []).Select(h => new DrainHold(h.Job.ToString(), h.Name, h.Reason))] }, StatusCodes.Status202Accepted);
        }
        catch (JobValidationException e)
        {
            throw Problem.Conflict("The node cannot be drained", e.Message);
        }
    }

    private async Task<string> FindAsync(string node, CancellationToken cancellationToken) => await TryFindAsync(node, cancellationToken).ConfigureAwait(false) ?? throw NoNode(node);

    private async Task<string?> TryFindAsync(string node, CancellationToken cancellationToken) =>
        (await jobs.Nodes.AllAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(n => NodeNames.Of(n) == node);

    private static LogLevel LevelOf(string? text) => text?.ToLowerInvariant() switch
    {
        null or "information" => LogLevel.Information,
        "warning" => LogLevel.Warning,
        "error" => LogLevel.Error,
        "critical" => LogLevel.Critical,
        _ => throw Problem.Wrong("There is no such level", $"'{text}' is no level of logs: information, warning, error and critical are."),
    };

    private static NodeSummary Summary(NodeView view) => new(
        NodeNames.Of(view.Node), view.Incarnation, view.Endpoint, view.Cores, view.Since, view.HeapBytes, view.ProcessBytes, view.Subtasks,
        [.. view.Jobs.Select(j => new JobOnNode(j.Job.ToString(), j.Subtasks))])
    {
        Builds = view.Builds ?? new Dictionary<string, string>(), Version = view.Version?.FlowActors, Protocol = view.Version?.Protocol, Roles = view.Roles ?? NodeRoles.All, Slots = view.Slots,
    };

    private static Problem NoNode(string node, bool isExpected = false) =>
        new(StatusCodes.Status404NotFound, "There is no such node", $"There is no node '{node}' in the cluster. GET /nodes lists those that there are.") { IsExpected = isExpected };
}
