using FlowActors.Http.Jobs;
using FlowActors.Http.OpenApi;
using FlowActors.Runtime.Client.Watching;
using FlowActors.Serialization.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FlowActors.Http.State;

/// <summary>Keys of the state of running jobs that are watched, as server-sent events.</summary>
internal sealed class WatchEndpoints(JobFinder jobs, StateFinder states, StateWatches watches, int watchersMax)
{
    private const string KeyText = "The key, as JSON.";

    private int _watchers;

    public void Map(IEndpointRouteBuilder routes)
    {
        Add(routes.MapGet("/jobs/{job}/state/{name}/{key}/watch", WatchByPath), "watch-key", "What a key of a state has, whenever it changes");
        Add(routes.MapGet("/jobs/{job}/state/{name}/watch", WatchByQuery), "watch-json-key", "The same, the key as JSON").Takes("key", KeyText);
        Add(
            routes.MapGet("/jobs/{job}/operators/{uid}/state/{name}/{key}/watch", WatchOfOperatorByPath),
            "watch-operator-key",
            "What a key of an operator's state has, whenever it changes");
        Add(routes.MapGet("/jobs/{job}/operators/{uid}/state/{name}/watch", WatchOfOperatorByQuery), "watch-operator-json-key", "The same, the key as JSON")
            .Takes("key", KeyText);
    }

    private static RouteHandlerBuilder Add(RouteHandlerBuilder route, string name, string summary) => route.WithName(name).WithSummary(summary)
        .Produces<string>(StatusCodes.Status200OK, WatchStream.ContentType)
        .Takes("numbers", "text: numbers that a double cannot hold come as texts; exact, the default: as numbers.");

    // The document has the parameters of these; their texts are read from the path as it was sent.
    private Task<IResult> WatchByPath(HttpContext context, string job, string name, string key) => WatchAsync(context);

    private Task<IResult> WatchByQuery(HttpContext context, string job, string name) => WatchAsync(context);

    private Task<IResult> WatchOfOperatorByPath(HttpContext context, string job, string uid, string name, string key) => WatchAsync(context);

    private Task<IResult> WatchOfOperatorByQuery(HttpContext context, string job, string uid, string name) => WatchAsync(context);

    // Whatever is wrong is told before the stream begins.
    private async Task<IResult> WatchAsync(HttpContext context)
    {
        var pathKey = PathText.Of(context, "key");
        var query = StateQuery.Of(context.Request.Query, pathKey is null ? ["key"] : []);
        if (query.IsAtCheckpoint)
        {
            throw Problem.Wrong(
                "Nothing changes at a checkpoint", "Live state is watched: leave 'consistency' out, or read what the key had at the checkpoint, without /watch.");
        }

        if (pathKey is null && !query.IsOne) throw Problem.Wrong("Which key?", $"One key is watched: as ?key=JSON. These are {query.Keys.Count}.");
        var (id, _, status) = await jobs.FindAsync(PathText.Of(context, "job")!, context.RequestAborted).ConfigureAwait(false);
        var (uid, name) = (PathText.Of(context, "uid"), PathText.Of(context, "name")!);
        var state = await StateRead.Reading(() => states.FindAsync(id, status, uid, name, context.RequestAborted)).ConfigureAwait(false);
        var key = StateEndpoints.KeyOf(() => pathKey is null ? StateEndpoints.ReadJson(state.Key, query.Keys[0].Text) : state.Key.ReadKeyText(pathKey), state);
        context.Response.RegisterForDispose(TakePlace());
        var subscription = await StateRead.Reading(() => watches.WatchAsync(id, state.State, key, context.RequestAborted)).ConfigureAwait(false);
        context.Response.RegisterForDispose(subscription);
        return new WatchStream(state, key, query.Numbers, subscription.Watch);
    }

    private Place TakePlace()
    {
        var place = new Place(this);
        if (Volatile.Read(ref _watchers) <= watchersMax) return place;
        place.Dispose();
        throw new Problem(
            StatusCodes.Status503ServiceUnavailable,
            "Too many keys are watched",
            $"{watchersMax} streams are open here, which is as many as there may be (flowactors.http.watchers-max). Ask again later, or another node.");
    }

    /// <summary>One stream of those that may be open.</summary>
    private sealed class Place : IDisposable
    {
        private readonly WatchEndpoints _endpoints;

        public Place(WatchEndpoints endpoints)
        {
            _endpoints = endpoints;
            Interlocked.Increment(ref endpoints._watchers);
        }

        public void Dispose() => Interlocked.Decrement(ref _endpoints._watchers);
    }
}
