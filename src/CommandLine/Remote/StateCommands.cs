using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FlowActors.Client;
using FlowActors.Client.State;
using FlowActors.Client.Wire;

namespace FlowActors.CommandLine.Remote;

/// <summary><c>state ...</c>: the state of the jobs of a running application.</summary>
internal static class StateCommands
{
    public static Command Create() => new(
        "state",
        """
        Reads the state that jobs of a running application let others read, over HTTP.

        A KEY, and the key of an entry within a map, is written as a program would call it: a text as it stands, a number, a date; a key of several members in JSON.
        What begins with {, [ or " is taken for JSON: a text that begins so is written in JSON, too, as '"[draft]"'.

        For example:
          state list demo
          state get demo count all --uid bids-total
          state get demo prices 1000 --entry 7
          state scan demo count --uid bids-by-auction --from 1000 --to 2000
          state scan demo prices --key 1000 --limit 20
          state watch demo count all --uid bids-total
        """)
    {
        List(),
        Get(),
        Scan(),
        Watch(),
    };

    private static Command List()
    {
        var job = new Argument<string>("JOB") { Description = "The job's id or name." };
        var consistency = new ConsistencyOptions();
        return RemoteCommand.Create(
            "list",
            "Lists the states that may be read.",
            [job, .. consistency.All],
            (client, parsed, cancellation) => consistency.IsCheckpoint(parsed)
                ? client.Job(parsed.GetRequiredValue(job)).GetStatesAtCheckpointAsync(consistency.Checkpoint(parsed), cancellation)
                : client.Job(parsed.GetRequiredValue(job)).GetStatesAsync(cancellation),
            (states, output) => TextTable.Write(
                output,
                ["UID", "STATE", "KIND", "KEYS", "ENTRIES", "OPERATOR"],
                states.Select(s => new[] { s.Uid, s.Name, s.Kind, TypeOf(s.KeyType), s.Entries.ToString(CultureInfo.InvariantCulture), s.Operator })));
    }

    private static Command Get()
    {
        var state = new StateArguments(isLive: false);
        var key = new Argument<string>("KEY") { Description = "The key." };
        var entry = new Option<string?>("--entry") { HelpName = "KEY", Description = "Of a map: what this entry has." };
        return RemoteCommand.CreateStream(
            "get",
            "Shows what a key has, in JSON; with --json, where it was read, too.",
            [.. state.Arguments, key, .. state.Options, entry],
            async (client, parsed, isJson, output, cancellation) =>
            {
                var typed = parsed.GetRequiredValue(key);
                if (parsed.GetValue(entry) is { } within)
                {
                    var one = await state.Of(client, parsed).GetEntryAsync(KeyText.Of(typed), KeyText.OfEntry(within), cancellation).ConfigureAwait(false)
                        ?? throw new FlowActorsClientException(
                            ProblemTitles.NoKey, $"State '{parsed.GetRequiredValue(state.Name)}' has no entry {within} under the key {typed}.");
                    await output.WriteLineAsync(isJson ? JsonSerializer.Serialize(one, WireJson.Options) : one.Value.GetRawText()).ConfigureAwait(false);
                    return;
                }

                var found = await state.Of(client, parsed).GetAsync(KeyText.Of(typed), cancellation).ConfigureAwait(false)
                    ?? throw new FlowActorsClientException(ProblemTitles.NoKey, $"State '{parsed.GetRequiredValue(state.Name)}' has nothing under the key {typed}.");
                await output.WriteLineAsync(isJson ? JsonSerializer.Serialize(found, WireJson.Options) : found.Value.GetRawText()).ConfigureAwait(false);
            });
    }

    private static Command Scan()
    {
        var state = new StateArguments(isLive: false);
        var key = new Option<string?>("--key") { Description = "Of a map state: the entries of this key's map are shown, in the order of their keys, instead of keys." };
        var prefix = new Option<string?>("--prefix") { Description = "Only keys that begin with it, which are texts then; in the order of keys." };
        var from = new Option<string?>("--from") { HelpName = "KEY", Description = "The first key; in the order of keys." };
        var to = new Option<string?>("--to") { HelpName = "KEY", Description = "The first key that is left out; in the order of keys." };
        var limit = WholeNumbers.Option("--limit", "N", "number of entries", "How many entries are shown at most; all, if it is not given.");
        return RemoteCommand.CreateStream(
            "scan",
            "Shows the keys of a state and what they have, a line for each: key and value in JSON with a tab between them; with --json, an object.",
            [.. state.Arguments, .. state.Options, key, prefix, from, to, limit],
            async (client, parsed, isJson, output, cancellation) =>
            {
                var left = parsed.GetValue(limit) ?? int.MaxValue;
                var query = new (string Name, string? Value)[] { ("prefix", parsed.GetValue(prefix)), ("from", parsed.GetValue(from)), ("to", parsed.GetValue(to)) };
                var (tooLarge, error) = (0, parsed.InvocationConfiguration.Error);
                List<(string, string)> bounds = [.. query.Where(q => q.Value is not null).Select(q => (q.Name, q.Value!))];
                var read = state.Of(client, parsed);
                string? cursor = null;
                do
                {
                    List<(string, string)> asked = cursor is null ? bounds : [.. bounds, (StateJson.Cursor, cursor)];
                    var pages = parsed.GetValue(key) is { } map ? read.ScanEntriesAsync(KeyText.Of(map), asked, cancellation) : read.ScanAsync(asked, cancellation);
                    cursor = null;
                    try
                    {
                        await foreach (var page in pages.ConfigureAwait(false))
                        {
                            foreach (var entry in page.Entries.Take(left)) await output.WriteLineAsync(Line(entry, isJson)).ConfigureAwait(false);
                            left -= page.Entries.Count;
                            if (left <= 0) break;
                        }
                    }
                    catch (FlowActorsClientException e) when (e.Cursor is not null)
                    {
                        // The others are shown, and the end says that it is not all.
                        await error.WriteLineAsync($"Left out: {e.Message}").ConfigureAwait(false);
                        (cursor, tooLarge) = (e.Cursor, tooLarge + 1);
                    }
                }
                while (cursor is not null);
                if (tooLarge > 0) throw new FlowActorsClientException("Something was left out", $"What {tooLarge} of the keys have is larger than an answer, and is not shown.");
            });
    }

    private static Command Watch()
    {
        var state = new StateArguments(isLive: true);
        var key = new Argument<string>("KEY") { Description = "The key." };
        return RemoteCommand.CreateStream(
            "watch",
            "Shows what a key has in JSON, and again whenever it changes, until the job ends or Ctrl-C; with --json, an object for each event.",
            [.. state.Arguments, key, .. state.Options],
            async (client, parsed, isJson, output, cancellation) =>
            {
                try
                {
                    await foreach (var next in state.Of(client, parsed).WatchAsync(KeyText.Of(parsed.GetRequiredValue(key)), cancellation).ConfigureAwait(false))
                    {
                        await output.WriteLineAsync(isJson ? JsonSerializer.Serialize(new { Event = next.Name, next.Data }, WireJson.Options) : Line(next)).ConfigureAwait(false);
                        await output.FlushAsync(cancellation).ConfigureAwait(false);
                    }
                }
                catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
                {
                    // Ctrl-C.
                }
            });
    }

    private static string Line(EntryAnswer entry, bool isJson) =>
        isJson ? JsonSerializer.Serialize(entry, WireJson.Options) : $"{entry.Key.GetRawText()}\t{entry.Value.GetRawText()}";

    private static string Line(WatchEvent next) => next.Name switch
    {
        "message" => next.Data.GetProperty("value").GetRawText(),
        "unreadable" => $"(unreadable: {next.Data.GetProperty("detail").GetString()})",
        var name => $"({name})",
    };

    // What may be null has two types.
    private static string TypeOf(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("type", out var type)) return "any";
        var types = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()) : [type.GetString()];
        return string.Join('|', types.Where(t => t != "null"));
    }
}
