using System.Text.Json;
using FlowActors.Http.Jobs;
using FlowActors.Runtime.Client;
using FlowActors.Serialization.Json;
using FlowActors.State.Scans;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FlowActors.Http.State;

/// <summary>The state of running jobs.</summary>
internal sealed class StateEndpoints(JobFinder jobs, StateFinder states, StateClient client)
{
    private const int KeysMax = 1_000;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/jobs/{job}/state", (RequestDelegate)List).WithName("states");
        routes.MapGet("/jobs/{job}/state/{name}/{key}", (RequestDelegate)One).WithName("state-of-key");
        routes.MapGet("/jobs/{job}/operators/{uid}/state/{name}/{key}", (RequestDelegate)One).WithName("operator-state-of-key");
        routes.MapGet("/jobs/{job}/state/{name}", (RequestDelegate)SeveralOrPage).WithName("state-of-name");
        routes.MapGet("/jobs/{job}/operators/{uid}/state/{name}", (RequestDelegate)SeveralOrPage).WithName("operator-state");
    }

    private Task List(HttpContext context) => Answers.Of(context, async () =>
    {
        var (job, _, status) = await jobs.FindAsync(Route(context, "job")!, context.RequestAborted).ConfigureAwait(false);
        var all = await StateRead.Reading(() => states.AllAsync(job, status, context.RequestAborted)).ConfigureAwait(false);
        return json => StateAnswers.WriteStates(json, all);
    });

    private Task One(HttpContext context) => Answers.Of(context, async () =>
    {
        var query = StateQuery.Of(context.Request.Query, []);
        var at = await FindAsync(context).ConfigureAwait(false);
        var key = KeyOf(() => at.State.Key.ReadKeyText(Route(context, "key")!), at.State);
        var found = (await at.ReadAsync([key], context.RequestAborted).ConfigureAwait(false))[0];
        return found.Elements.Count > 0 ? json => StateAnswers.WriteOne(json, at.State, key, found, query.Numbers) : throw NoKey(at.State, Route(context, "key")!);
    });

    private Task SeveralOrPage(HttpContext context) => Answers.Of(context, () =>
    {
        var query = StateQuery.Of(context.Request.Query, ["key", "keys", .. ScanQuery.Names]);
        if (query.Keys.Count == 0) return PageAsync(context, query);
        if (ScanQuery.Names.FirstOrDefault(context.Request.Query.ContainsKey) is { } other)
            throw Problem.Wrong("Keys or a page of them?", $"'{other}' is no parameter where keys are named.");
        return SeveralAsync(context, query);
    });

    private async Task<Action<Utf8JsonWriter>> SeveralAsync(HttpContext context, StateQuery query)
    {
        if (query.Keys.Count > KeysMax) throw Problem.Wrong("Which keys?", $"One request asks for {KeysMax} keys at most, and these are {query.Keys.Count}.");
        var at = await FindAsync(context).ConfigureAwait(false);
        var state = at.State;
        var keys = query.Keys.Select(k => KeyOf(() => k.IsJson ? ReadJson(state.Key, k.Text) : state.Key.ReadKeyText(k.Text), state)).ToList();
        var found = await at.ReadAsync(keys, context.RequestAborted).ConfigureAwait(false);
        if (!query.IsOne) return json => StateAnswers.WriteSeveral(json, state, keys, found, query.Numbers);
        return found[0].Elements.Count > 0 ? json => StateAnswers.WriteOne(json, state, keys[0], found[0], query.Numbers) : throw NoKey(state, query.Keys[0].Text);
    }

    private async Task<Action<Utf8JsonWriter>> PageAsync(HttpContext context, StateQuery query)
    {
        var asked = ScanQuery.Of(context.Request.Query);
        var at = await FindAsync(context).ConfigureAwait(false);
        var keys = KeyOf(() => asked.KeysOf(at.State.Key), at.State);
        string?[] scan = [at.Job, at.State.State.Uid, at.State.State.Name, asked.Prefix, asked.From, asked.To];
        var cursor = asked.Cursor is null ? ScanCursor.Begin() : ScanCursor.Read(asked.Cursor, scan);
        var page = await at.PageAsync(new StateScan(keys, asked.IsByKeyGroup, cursor.Id), cursor.Position, asked.Limit, CursorOf, context.RequestAborted).ConfigureAwait(false);
        return json => StateAnswers.WritePage(json, at.State, page, page.Next is null ? null : CursorOf(page.Next), query.Numbers);

        string CursorOf(ScanPosition position) => (cursor with { Position = position }).Write(scan);
    }

    private async Task<StateRead> FindAsync(HttpContext context)
    {
        var (job, jobName, status) = await jobs.FindAsync(Route(context, "job")!, context.RequestAborted).ConfigureAwait(false);
        var state = await StateRead.Reading(() => states.FindAsync(job, status, Route(context, "uid"), Route(context, "name")!, context.RequestAborted)).ConfigureAwait(false);
        return new StateRead(jobName, state, new LiveState(client, job, state.State));
    }

    /// <summary>A key, or several, that somebody has written.</summary>
    internal static T KeyOf<T>(Func<T> read, ShownState state)
    {
        try
        {
            return read();
        }
        catch (JsonKeyException e)
        {
            throw Problem.Wrong("That is no key of this state", $"State '{state.State.Name}' of operator '{state.State.Uid}' has keys of {state.State.Key.TypeName}: {e.Message}.");
        }
    }

    /// <summary>A key that somebody has written in JSON.</summary>
    internal static byte[] ReadJson(StoredJson key, string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return key.ReadKey(json.RootElement);
        }
        catch (JsonException)
        {
            throw new JsonKeyException($"'{text}' is no JSON; texts stand in quotes there");
        }
    }

    private static Problem NoKey(ShownState state, string key) =>
        Problem.NotFound("There is no such key", $"State '{state.State.Name}' of operator '{state.State.Uid}' has nothing under the key {key}.");

    private static string? Route(HttpContext context, string name) => (string?)context.Request.RouteValues.GetValueOrDefault(name);
}
