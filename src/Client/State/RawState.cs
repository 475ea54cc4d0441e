using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using FlowActors.Client.Wire;

namespace FlowActors.Client.State;

/// <summary>Reads one state of a job over HTTP, as JSON. Thread-safe.</summary>
/// <param name="rest">The server.</param>
/// <param name="path">The path of the state.</param>
/// <param name="consistency">What of it is read.</param>
/// <param name="retries">Asks again.</param>
internal sealed class RawState(Rest rest, string path, StateConsistency consistency, Retries retries)
{
    // Servers bound the first line of a request; that of Kestrel is 8 KiB, if nobody says otherwise.
    private const int QueryLengthMax = 6_000;
    private const int KeysMax = 500;

    public StateConsistency Consistency => consistency;

    public static string PathOf(string job, string? uid, string name) =>
        uid is null ? Rest.Path("jobs", job, "state", name) : Rest.Path("jobs", job, "operators", uid, "state", name);

    public RawState With(StateConsistency other) => new(rest, path, other, retries);

    /// <summary>What a key has; null for nothing.</summary>
    public async Task<KeyAnswer?> GetAsync(KeyText key, CancellationToken cancellationToken)
    {
        try
        {
            var (below, query) = Named(key);
            var place = Url(below, query);
            return await retries.RunAsync(() => rest.GetAsync<KeyAnswer>(place, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (FlowActorsClientException e) when (e.Status == HttpStatusCode.NotFound && e.Title == ProblemTitles.NoKey)
        {
            return null;
        }
    }

    /// <summary>
    /// What several keys have, in as many questions as their length asks for, and what they have: what is too large for one answer is asked for in halves. At a checkpoint
    /// all of the same one.
    /// </summary>
    public IAsyncEnumerable<EntriesAnswer> GetManyAsync(IEnumerable<string> keys, CancellationToken cancellationToken) =>
        InPartsAsync(this, keys, (cut, some) => cut.SomeAsync("", [], "key", some, cancellationToken));

    // One alone is named twice, so that it is answered as several are, and says of which checkpoint where it has nothing.
    private async Task<EntriesAnswer> SomeAsync(
        string below, IReadOnlyList<(string Name, string Value)> query, string name, List<string> some, CancellationToken cancellationToken)
    {
        var named = some is [var one] ? [one, one] : some;
        var answer = await PageAsync(below, [.. query, .. named.Select(n => (name, n))], cancellationToken).ConfigureAwait(false);
        return some is [_] ? answer with { Entries = [.. answer.Entries.Take(1)] } : answer;
    }

    // Asks for some keys of one cut at a time.
    private static async IAsyncEnumerable<EntriesAnswer> InPartsAsync(RawState state, IEnumerable<string> keys, Func<RawState, List<string>, Task<EntriesAnswer>> ask)
    {
        var cut = state;
        foreach (var all in Divided(keys))
        {
            var parts = new Stack<List<string>>([all]);
            while (parts.TryPop(out var some))
            {
                EntriesAnswer answer;
                try
                {
                    answer = await ask(cut, some).ConfigureAwait(false);
                }
                catch (FlowActorsClientException e) when (some.Count > 1 && e.Status is (HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.RequestUriTooLong))
                {
                    parts.Push(some[(some.Count / 2)..]);
                    parts.Push(some[..(some.Count / 2)]);
                    continue;
                }

                cut = cut.PinnedTo(answer.Checkpoint);
                yield return answer;
            }
        }
    }

    /// <summary>The pages of a scan, each asked for once the one before has been taken; at a checkpoint all of the same one.</summary>
    public IAsyncEnumerable<EntriesAnswer> ScanAsync(IReadOnlyList<(string Name, string Value)> scan, CancellationToken cancellationToken) => ScanAsync("", scan, cancellationToken);

    private async IAsyncEnumerable<EntriesAnswer> ScanAsync(
        string below, IReadOnlyList<(string Name, string Value)> scan, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var cut = this;
        var cursor = scan.FirstOrDefault(s => s.Name == StateJson.Cursor).Value;
        scan = [.. scan.Where(s => s.Name != StateJson.Cursor)];
        do
        {
            var page = await cut.PageAsync(below, cursor is null ? scan : [.. scan, (StateJson.Cursor, cursor)], cancellationToken).ConfigureAwait(false);
            (cut, cursor) = (cut.PinnedTo(page.Checkpoint), page.Cursor);
            yield return page;
        }
        while (cursor is not null);
    }

    /// <summary>An entry of a key's map; null where there is none.</summary>
    public async Task<MapEntryAnswer?> GetEntryAsync(KeyText key, KeyText entry, CancellationToken cancellationToken)
    {
        var (below, query) = Named(key);
        if (!entry.IsJson)
        {
            var some = await PageAsync(below, [.. query, ("entries", entry.Text)], cancellationToken).ConfigureAwait(false);
            return some.Entries is [var one, ..]
                ? new MapEntryAnswer(some.Key!.Value, one.Key, one.Value, some.Attempt, some.Checkpoint, some.Committed, some.Unaligned)
                : null;
        }

        try
        {
            var place = Url(below, [.. query, ("entry", entry.Text)]);
            return await retries.RunAsync(() => rest.GetAsync<MapEntryAnswer>(place, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (FlowActorsClientException e) when (e.Status == HttpStatusCode.NotFound && e.Title == ProblemTitles.NoKey)
        {
            return null;
        }
    }

    /// <summary>Several entries of a key's map, in as many questions as their length asks for, and what they are; at a checkpoint all of the same one.</summary>
    public IAsyncEnumerable<EntriesAnswer> GetEntriesAsync(KeyText key, IEnumerable<string> entries, CancellationToken cancellationToken)
    {
        var (below, query) = Named(key);
        return InPartsAsync(this, entries, (cut, some) => cut.SomeAsync(below, query, "entry", some, cancellationToken));
    }

    /// <summary>The pages of a key's map, each asked for once the one before has been taken; at a checkpoint all of the same one.</summary>
    public IAsyncEnumerable<EntriesAnswer> ScanEntriesAsync(KeyText key, IReadOnlyList<(string Name, string Value)> scan, CancellationToken cancellationToken)
    {
        var (below, query) = Named(key);
        return ScanAsync(below, [.. query, ("entries", ""), .. scan], cancellationToken);
    }

    /// <summary>The events of a key, over as many connections as it takes, until the job ends.</summary>
    public async IAsyncEnumerable<WatchEvent> WatchAsync(KeyText key, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var place = key.IsJson ? Url("/watch", [("key", key.Text)]) : Url($"/{Uri.EscapeDataString(key.Text)}/watch", []);
        var isLost = false;
        long? unheardSince = null;
        while (true)
        {
            var since = retries.Time.GetTimestamp();
            var isHeard = false;
            if (await OpenAsync(place, isLost, cancellationToken).ConfigureAwait(false) is not { } stream) yield break;
            await using var _ = stream.ConfigureAwait(false);
            while (await stream.NextAsync(cancellationToken).ConfigureAwait(false) is { } next)
            {
                if (next.Name == "end") yield break;
                isHeard = true;
                yield return next;
            }

            isLost = true;
            if (isHeard)
            {
                unheardSince = null;
                continue;
            }

            // A stream begins with an event: what ends before that is as good as no answer.
            unheardSince ??= since;
            if (retries.Time.GetElapsedTime(unheardSince.Value) + Retries.Unreached > retries.Timeout)
                throw FlowActorsClientException.Unclear(rest.Address, "its streams end before they bring an event");
            await Task.Delay(Retries.Unreached, retries.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    // Null where the job has ended while nobody was connected.
    private async Task<EventStream?> OpenAsync(string place, bool isLost, CancellationToken cancellationToken)
    {
        try
        {
            return await retries.RunAsync(() => EventStream.OpenAsync(rest, place, retries.Time, cancellationToken), cancellationToken, isLost).ConfigureAwait(false);
        }
        catch (FlowActorsClientException e) when (isLost && e.Status == HttpStatusCode.NotFound && e.Title is (ProblemTitles.JobEnded or ProblemTitles.NoJob))
        {
            return null;
        }
    }

    private Task<EntriesAnswer> PageAsync(string below, IReadOnlyList<(string Name, string Value)> query, CancellationToken cancellationToken) =>
        retries.RunAsync(() => rest.GetAsync<EntriesAnswer>(Url(below, query), cancellationToken), cancellationToken);

    // Where a key stands in a request: below the state's path, or in the query.
    private static (string Below, IReadOnlyList<(string Name, string Value)> Query) Named(KeyText key) =>
        key.IsJson ? ("", [("key", key.Text)]) : ($"/{Uri.EscapeDataString(key.Text)}", []);

    private RawState PinnedTo(long? checkpoint) => checkpoint is { } id && consistency.Checkpoint is null ? With(StateConsistency.At(id)) : this;

    private string Url(string below, IEnumerable<(string Name, string Value)> query)
    {
        var all = query.Concat(consistency.Query).Select(q => $"{q.Name}={Uri.EscapeDataString(q.Value)}").ToList();
        return path + below + (all.Count == 0 ? "" : "?" + string.Join('&', all));
    }

    private static IEnumerable<List<string>> Divided(IEnumerable<string> keys)
    {
        var (some, length) = (new List<string>(), 0);
        foreach (var key in keys)
        {
            var more = Uri.EscapeDataString(key).Length + "&key=".Length;
            if (some.Count > 0 && (length + more > QueryLengthMax || some.Count == KeysMax))
            {
                yield return some;
                (some, length) = ([], 0);
            }

            some.Add(key);
            length += more;
        }

        if (some.Count > 0) yield return some;
    }
}

/// <summary>What of a state is read.</summary>
/// <param name="IsCheckpoint">Whether at a checkpoint, and not live.</param>
/// <param name="Checkpoint">The checkpoint; null for the last one.</param>
internal sealed record StateConsistency(bool IsCheckpoint, long? Checkpoint)
{
    public static StateConsistency Live { get; } = new(false, null);

    /// <summary>What a query says of it.</summary>
    public IEnumerable<(string Name, string Value)> Query => !IsCheckpoint
        ? []
        : Checkpoint is { } id
            ? [("consistency", "checkpoint"), ("checkpoint", id.ToString(CultureInfo.InvariantCulture))]
            : [("consistency", "checkpoint")];

    public static StateConsistency At(long? checkpoint) => new(true, checkpoint);
}
