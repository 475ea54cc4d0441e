using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using FlowActors.Client.Wire;

namespace FlowActors.Client.State;

/// <summary>
/// One state of a job, read over HTTP: live, or at a checkpoint. Thread-safe. What is refused is a <see cref="FlowActorsClientException"/>; while the owner of a key restarts, it is asked
/// again for as long as the options say.
/// </summary>
/// <typeparam name="TKey">The type of keys, as System.Text.Json writes them.</typeparam>
/// <typeparam name="TValue">The type of values, as System.Text.Json reads them: of a list state a collection, of a map state a dictionary.</typeparam>
public sealed class RemoteState<TKey, TValue>
{
    private readonly RawState _raw;
    private readonly StateJson _json;

    internal RemoteState(RawState raw, StateJson json) => (_raw, _json) = (raw, json);

    /// <summary>The same state at a checkpoint: all that one call answers is of one and the same.</summary>
    /// <param name="checkpoint">Its number; null, the default, for the last one that is complete by then.</param>
    public RemoteState<TKey, TValue> AtCheckpoint(long? checkpoint = null) => new(_raw.With(StateConsistency.At(checkpoint)), _json);

    /// <summary>What a key has.</summary>
    /// <returns>Null where it has nothing.</returns>
    public async Task<StateValue<TValue>?> GetAsync(TKey key, CancellationToken cancellationToken = default) =>
        await _raw.GetAsync(new KeyText(_json.KeyOf(key), IsJson: true), cancellationToken).ConfigureAwait(false) is { } answer
            ? new StateValue<TValue>(_json.Read<TValue>(answer.Value), answer.Origin())
            : null;

    /// <summary>What several keys have. Many of them, or of what they have, are several questions: at a checkpoint all of one, live not of one moment.</summary>
    /// <returns>Those of the keys that have something; an origin of the newest attempt.</returns>
    public async Task<StateEntries<TKey, TValue>> GetManyAsync(IEnumerable<TKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var entries = new List<KeyValuePair<TKey, TValue>>();
        StateOrigin? origin = null;
        await foreach (var answer in _raw.GetManyAsync(keys.Select(_json.KeyOf), cancellationToken).ConfigureAwait(false))
        {
            entries.AddRange(answer.Entries.Select(Read));
            if (origin is null || answer.Attempt > origin.Attempt) origin = answer.Origin();
        }

        return new StateEntries<TKey, TValue>(entries, origin ?? new StateOrigin(null, _raw.Consistency.Checkpoint, _raw.Consistency.IsCheckpoint, IsUnaligned: false));
    }

    /// <summary>
    /// The keys and what they have, page by page as they are taken. A key that is there throughout comes once; live, pages are of different moments.
    /// </summary>
    /// <param name="scan">Which keys; null for all.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public IAsyncEnumerable<KeyValuePair<TKey, TValue>> ScanAsync(StateScan<TKey>? scan = null, CancellationToken cancellationToken = default) =>
        EntriesAsync(_json.QueryOf(scan), cancellationToken);

    /// <summary>As <see cref="ScanAsync"/>, by pages, each of which says where it was read.</summary>
    /// <param name="scan">Which keys; null for all.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public IAsyncEnumerable<StateEntries<TKey, TValue>> ScanPagesAsync(StateScan<TKey>? scan = null, CancellationToken cancellationToken = default) =>
        PagesAsync(_json.QueryOf(scan), cancellationToken);

    /// <summary>
    /// What a key has, and then whatever it changes to, ten times a second at most: the latest wins, and nothing is replayed. A lost connection is made again, and begins with the present
    /// value. Ends when the job does, also where it has ended while the connection was lost.
    /// </summary>
    /// <exception cref="FlowActorsClientException">
    /// The job, the state or the operator is not there, or the job has ended before; the server refuses, or could not be reached again for as long as the options say.
    /// </exception>
    /// <exception cref="InvalidOperationException">The state is read at a checkpoint, where nothing changes.</exception>
    public IAsyncEnumerable<StateChange<TValue>> WatchAsync(TKey key, CancellationToken cancellationToken = default) => _raw.Consistency.IsCheckpoint
        ? throw new InvalidOperationException("What a key has at a checkpoint does not change: only live state can be watched.")
        : ChangesAsync(new KeyText(_json.KeyOf(key), IsJson: true), cancellationToken);

    private async IAsyncEnumerable<KeyValuePair<TKey, TValue>> EntriesAsync(
        IReadOnlyList<(string Name, string Value)> query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in PagesAsync(query, cancellationToken).ConfigureAwait(false))
        {
            foreach (var entry in page.Entries) yield return entry;
        }
    }

    private async IAsyncEnumerable<StateEntries<TKey, TValue>> PagesAsync(
        IReadOnlyList<(string Name, string Value)> query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in _raw.ScanAsync(query, cancellationToken).ConfigureAwait(false))
            yield return new StateEntries<TKey, TValue>([.. page.Entries.Select(Read)], page.Origin());
    }

    private async IAsyncEnumerable<StateChange<TValue>> ChangesAsync(KeyText key, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var next in _raw.WatchAsync(key, cancellationToken).ConfigureAwait(false))
        {
            // Events of a later version are none of ours.
            if (ChangeOf(next) is { } change) yield return change;
        }
    }

    private StateChange<TValue>? ChangeOf(WatchEvent next) => next.Name switch
    {
        "message" => new(StateChangeKind.Value, _json.Read<TValue>(next.Data.GetProperty("value")), AttemptOf(next)),
        "absent" => new(StateChangeKind.Absent, default, AttemptOf(next)),
        "restarting" => new(StateChangeKind.Restarting, default, AttemptOf(next)),
        "unreadable" => new(StateChangeKind.Unreadable, default, AttemptOf(next), next.Data.GetProperty("detail").GetString()),
        _ => null,
    };

    private static int AttemptOf(WatchEvent next) => next.Data.GetProperty("attempt").GetInt32();

    private KeyValuePair<TKey, TValue> Read(EntryAnswer entry) => _json.Read<TKey, TValue>(entry);
}
