using System.Text.Json;
using FlowActors.Http.Jobs;
using FlowActors.Runtime.Client;
using FlowActors.Runtime.Subtasks.Queries;
using FlowActors.Serialization.Json;
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
        routes.MapGet("/jobs/{job}/operators/{uid}/state/{name}", (RequestDelegate)Several).WithName("operator-state");
    }

    private Task List(HttpContext context) => Answers.Of(context, async () =>
    {
        var (job, status) = await jobs.FindAsync(Route(context, "job")!, context.RequestAborted).ConfigureAwait(false);
        var all = await Reading(() => states.AllAsync(job, status, context.RequestAborted)).ConfigureAwait(false);
        return json => StateAnswers.WriteStates(json, all);
    });

    private Task One(HttpContext context) => Answers.Of(context, async () =>
    {
        var query = StateQuery.Of(context.Request.Query, []);
        var (job, state) = await FindAsync(context).ConfigureAwait(false);
        var key = KeyOf(() => state.Key.ReadKeyText(Route(context, "key")!), state);
        var found = (await ReadAsync(context, job, state, [key]).ConfigureAwait(false))[0];
        return found.Elements.Count > 0 ? json => StateAnswers.WriteOne(json, state, key, found, query.Numbers) : throw NoKey(state, Route(context, "key")!);
    });

    private Task Several(HttpContext context) => Answers.Of(context, async () =>
    {
        var query = StateQuery.Of(context.Request.Query, ["key", "keys"]);
        if (query.Keys.Count is 0 or > KeysMax)
            throw Problem.Wrong(
                "Which keys?", $"Between 1 and {KeysMax} keys are asked for: as ?key=JSON, which may be repeated, or as ?keys=a,b,c. These are {query.Keys.Count}.");
        var (job, state) = await FindAsync(context).ConfigureAwait(false);
        var keys = query.Keys.Select(k => KeyOf(() => k.IsJson ? ReadJson(state.Key, k.Text) : state.Key.ReadKeyText(k.Text), state)).ToList();
        var found = await ReadAsync(context, job, state, keys).ConfigureAwait(false);
        if (!query.IsOne) return json => StateAnswers.WriteSeveral(json, state, keys, found, query.Numbers);
        return found[0].Elements.Count > 0 ? json => StateAnswers.WriteOne(json, state, keys[0], found[0], query.Numbers) : throw NoKey(state, query.Keys[0].Text);
    });

    private async Task<(JobId Job, ShownState State)> FindAsync(HttpContext context)
    {
        var (job, status) = await jobs.FindAsync(Route(context, "job")!, context.RequestAborted).ConfigureAwait(false);
        return (job, await Reading(() => states.FindAsync(job, status, Route(context, "uid"), Route(context, "name")!, context.RequestAborted)).ConfigureAwait(false));
    }

    private Task<IReadOnlyList<KeyReading>> ReadAsync(HttpContext context, JobId job, ShownState state, IReadOnlyList<byte[]> keys) =>
        Reading(() => client.ReadAsync(job, state.State, keys, context.RequestAborted));

    /// <summary>Reads, and says what is wrong where it cannot.</summary>
    internal static async Task<T> Reading<T>(Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (StateUnavailableException e)
        {
            throw Problem.Unavailable($"It cannot be read now: {e.Message}. Ask again in a moment.");
        }
        catch (StateReadException e) when (e.Outcome == QueryOutcome.TooLarge)
        {
            throw new Problem(
                StatusCodes.Status413PayloadTooLarge,
                "The value is too large",
                $"What the keys have is larger than {StateReader.AnswerBytesMax:N0} bytes, which is the most that one answer holds. Ask for fewer keys.");
        }
        catch (StateReadException e)
        {
            throw Problem.Unreadable(e.Message);
        }
    }

    /// <summary>A key that somebody has written.</summary>
    internal static byte[] KeyOf(Func<byte[]> read, ShownState state)
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
