using System.Text.Json;
using FlowActors.Client.Wire;
using FlowActors.Http.Jobs;
using FlowActors.Runtime.Client;
using FlowActors.Serialization.Json;
using FlowActors.State.Scans;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FlowActors.Http.State;

/// <summary>The state of jobs, as it is now where they run or as it was at a checkpoint.</summary>
internal sealed class StateEndpoints(JobFinder jobs, RecentJobs recent, StateFinder states, StateClient client, CheckpointFinder checkpoints, int scanLimitMax)
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
        var query = StateQuery.Of(context.Request.Query, []);
        var (job, _, status) = await jobs.FindAsync(Route(context, "job")!, context.RequestAborted).ConfigureAwait(false);
        if (query.IsAtCheckpoint) return await ListAsync(job, query.Checkpoint, context.RequestAborted).ConfigureAwait(false);
        var all = await StateRead.Reading(() => states.AllAsync(job, status, context.RequestAborted)).ConfigureAwait(false);
        return json => StateAnswers.WriteStates(json, all, from: null);
    });

    private async Task<Action<Utf8JsonWriter>> ListAsync(JobId job, long? checkpoint, CancellationToken cancellationToken)
    {
        using var leased = await checkpoints.LeaseAsync(job, checkpoint, cancellationToken).ConfigureAwait(false);
        var all = await StateRead.Reading(() => StateFinder.AllAsync(leased, cancellationToken)).ConfigureAwait(false);
        var from = ReadFrom.Checkpoint.Of(leased);
        return json => StateAnswers.WriteStates(json, all, from);
    }

    private Task One(HttpContext context) => Of(context, async () =>
    {
        var query = StateQuery.Of(context.Request.Query, EntryQuery.Names);
        var text = Route(context, "key")!;
        if (EntryQuery.IsAsked(context.Request.Query)) return await EntriesAsync(context, query, (text, IsJson: false)).ConfigureAwait(false);
        using var at = await FindAsync(context, query, query.Checkpoint).ConfigureAwait(false);
        var state = at.State;
        var key = KeyOf(() => state.Key.ReadKeyText(text), state);
        var found = (await at.ReadAsync([key], context.RequestAborted).ConfigureAwait(false))[0];
        var from = at.From(found.Attempt);
        return found.Elements.Count > 0 ? json => StateAnswers.WriteOne(json, state, key, found, from, query.Numbers) : throw NoKey(state, text);
    });

    private Task SeveralOrPage(HttpContext context) => Of(context, () =>
    {
        var query = StateQuery.Of(context.Request.Query, ["key", "keys", .. EntryQuery.Names]);
        if (query.Keys.Count == 0)
        {
            if (context.Request.Path.Value is [.., '/'])
                throw Problem.Wrong("Which key?", "The path ends with a slash and no key behind it: leave the slash out for a page of keys, and ask for an empty key as JSON, ?key=\"\".");
            if (query.NamesEntries) throw Problem.Wrong("Entries of which key?", "Entries are those of one key's map: name it, ?key=JSON.");
            return PageAsync(context, query);
        }

        if (!EntryQuery.IsAsked(context.Request.Query)) return SeveralAsync(context, query);
        if (query.IsOne) return EntriesAsync(context, query, query.Keys[0]);
        var other = EntryQuery.Names.First(context.Request.Query.ContainsKey);
        throw Problem.Wrong("Keys or a page of them?", $"'{other}' is no parameter where several keys are named. With one key, ?key=JSON, it is one of the entries of its map.");
    });

    private async Task<Action<Utf8JsonWriter>> SeveralAsync(HttpContext context, StateQuery query)
    {
        if (query.Keys.Count > KeysMax) throw Problem.Wrong("Which keys?", $"One request asks for {KeysMax} keys at most, and these are {query.Keys.Count}.");
        using var at = await FindAsync(context, query, query.Checkpoint).ConfigureAwait(false);
        var state = at.State;
        var keys = Distinct(query.Keys.Select(k => KeyOf(() => Read(state.Key, k), state)));
        var found = await at.ReadAsync(keys, context.RequestAborted).ConfigureAwait(false);
        var from = at.From(found.Max(f => f.Attempt));
        if (!query.IsOne) return json => StateAnswers.WriteSeveral(json, state, keys, found, from, query.Numbers);
        return found[0].Elements.Count > 0 ? json => StateAnswers.WriteOne(json, state, keys[0], found[0], from, query.Numbers) : throw NoKey(state, query.Keys[0].Text);
    }

    private async Task<Action<Utf8JsonWriter>> PageAsync(HttpContext context, StateQuery query)
    {
        var asked = ScanQuery.Of(context.Request.Query, scanLimitMax);
        using var at = await FindAsync(context, query, CheckpointOf(asked, query)).ConfigureAwait(false);
        var state = at.State;
        var keys = KeyOf(() => asked.KeysOf(state.Key), state);
        var (page, cursor) = await at.PageAsync(asked, keys, null, context.RequestAborted).ConfigureAwait(false);
        var from = at.From(page.Attempt);
        return json => StateAnswers.WritePage(json, state, page, cursor, from, query.Numbers);
    }

    // Of the map of one key: some, or a page of them.
    private async Task<Action<Utf8JsonWriter>> EntriesAsync(HttpContext context, StateQuery query, (string Text, bool IsJson) named)
    {
        var asked = EntryQuery.Of(context.Request.Query, scanLimitMax);
        using var at = await FindAsync(context, query, CheckpointOf(asked.Page, query)).ConfigureAwait(false);
        var state = at.State;
        if (state.MapKey is not { } entry)
        {
            throw Problem.Wrong(
                "The state has no entries",
                $"State '{state.State.Name}' of operator '{state.State.Uid}' is no map: its keys are read as a whole, without {string.Join(", ", EntryQuery.Names.Where(context.Request.Query.ContainsKey))}.");
        }

        var key = KeyOf(() => Read(state.Key, named), state);
        if (asked.Entries.Count == 0)
        {
            var keys = EntryOf(() => asked.Page.KeysOf(entry), state);
            var (page, cursor) = await at.PageAsync(asked.Page, keys, key, context.RequestAborted).ConfigureAwait(false);
            var where = at.From(page.Attempt);
            return json => StateAnswers.WriteEntriesOfMap(json, state, key, page.Keys.Select(k => (k.Key, k.Elements[0].Value)), cursor, where, query.Numbers);
        }

        var mapKeys = Distinct(asked.Entries.Select(e => EntryOf(() => Read(entry, e), state)));
        var found = await at.ReadEntriesAsync(key, mapKeys, context.RequestAborted).ConfigureAwait(false);
        var from = at.From(found.Max(f => f.Attempt));
        if (!asked.IsOne)
        {
            var there = found.Where(f => f.Elements.Count > 0).Select(f => (mapKeys[f.Index], f.Elements[0].Value));
            return json => StateAnswers.WriteEntriesOfMap(json, state, key, there, null, from, query.Numbers);
        }

        return found[0].Elements.Count > 0
            ? json => StateAnswers.WriteOneOfMap(json, state, key, mapKeys[0], found[0], from, query.Numbers)
            : throw Problem.NotFound(ProblemTitles.NoKey, $"State '{state.State.Name}' of operator '{state.State.Uid}' has no entry {asked.Entries[0].Text} under the key {named.Text}.");
    }

    // It stands in the cursor, which is read once more when it is known what it must be a cursor of.
    private static long? CheckpointOf(ScanQuery asked, StateQuery query) =>
        asked.Cursor is { } text && query.IsAtCheckpoint ? CheckpointOf(text, query) : query.Checkpoint;

    private static long? CheckpointOf(string cursor, StateQuery query)
    {
        var checkpoint = ScanCursor.CheckpointOf(cursor);
        return query.Checkpoint is null || query.Checkpoint == checkpoint
            ? checkpoint
            : throw Problem.Wrong(
                "The cursor is one of another scan", $"It goes on with checkpoint {checkpoint}, not with {query.Checkpoint}: leave 'checkpoint' out.");
    }

    // Which job has a name, and whether it runs, may be a moment old: what is not there is looked for anew.
    private Task Of(HttpContext context, Func<Task<Action<Utf8JsonWriter>>> answer) => Answers.Of(context, async () =>
    {
        try
        {
            return await answer().ConfigureAwait(false);
        }
        catch (Problem problem) when (problem.Status is StatusCodes.Status404NotFound or StatusCodes.Status503ServiceUnavailable && recent.Forget(Route(context, "job")!))
        {
            return await answer().ConfigureAwait(false);
        }
    });

    private async Task<StateRead> FindAsync(HttpContext context, StateQuery query, long? checkpoint)
    {
        var (job, jobName, status) = await recent.FindAsync(Route(context, "job")!, context.RequestAborted).ConfigureAwait(false);
        if (query.IsAtCheckpoint) return await FindAsync(context, job, checkpoint).ConfigureAwait(false);
        var state = await StateRead.Reading(() => states.FindAsync(job, status, Route(context, "uid"), Route(context, "name")!, context.RequestAborted)).ConfigureAwait(false);
        return new StateRead(jobName, state, new LiveState(client, job, state.State));
    }

    // Checkpoints are those of one job, whatever others have its name.
    private async Task<StateRead> FindAsync(HttpContext context, JobId job, long? checkpoint)
    {
        var leased = await checkpoints.LeaseAsync(job, checkpoint, context.RequestAborted).ConfigureAwait(false);
        try
        {
            var found = StateFinder.FindAsync(leased, job, Route(context, "uid"), Route(context, "name")!, context.RequestAborted);
            var state = await StateRead.Reading(() => found).ConfigureAwait(false);
            return new StateRead(job.ToString(), state, leased.Of(state.State), leased);
        }
        catch
        {
            leased.Dispose();
            throw;
        }
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
            throw Problem.Wrong("That is no key of this state", $"Of the keys of state '{state.State.Name}' of operator '{state.State.Uid}': {e.Message}.");
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

    private static byte[] Read(StoredJson key, (string Text, bool IsJson) named) => named.IsJson ? ReadJson(key, named.Text) : key.ReadKeyText(named.Text);

    // What is named twice is answered once.
    private static List<byte[]> Distinct(IEnumerable<byte[]> keys) => [.. keys.DistinctBy(Convert.ToBase64String)];

    private static T EntryOf<T>(Func<T> read, ShownState state)
    {
        try
        {
            return read();
        }
        catch (JsonKeyException e)
        {
            throw Problem.Wrong(
                "That is no entry of this state", $"Of the entries of state '{state.State.Name}' of operator '{state.State.Uid}': {e.Message}.");
        }
    }

    private static Problem NoKey(ShownState state, string key) =>
        Problem.NotFound(ProblemTitles.NoKey, $"State '{state.State.Name}' of operator '{state.State.Uid}' has nothing under the key {key}.");

    private static string? Route(HttpContext context, string name) => PathText.Of(context, name);
}
