using System.Runtime.CompilerServices;

namespace FlowActors.Client.State;

/// <summary>
/// A map state of a job, read over HTTP entry by entry, however large the map of a key is: live, or at a checkpoint. Thread-safe. What is refused is a
/// <see cref="FlowActorsClientException"/>; while the owner of a key restarts, it is asked again for as long as the options say. Whole maps are read by
/// <see cref="RemoteState{TKey,TValue}"/>.
/// </summary>
/// <typeparam name="TKey">The type of keys, as System.Text.Json writes them.</typeparam>
/// <typeparam name="TEntryKey">The type of the keys within a map, likewise.</typeparam>
/// <typeparam name="TValue">The type of an entry's value, as System.Text.Json reads it.</typeparam>
public sealed class RemoteMapState<TKey, TEntryKey, TValue>
{
    private readonly RawState _raw;
    private readonly StateJson _json;

    internal RemoteMapState(RawState raw, StateJson json) => (_raw, _json) = (raw, json);

    /// <summary>The same state at a checkpoint: all that one call answers is of one and the same.</summary>
    /// <param name="checkpoint">Its number; null, the default, for the last one that is complete by then.</param>
    public RemoteMapState<TKey, TEntryKey, TValue> AtCheckpoint(long? checkpoint = null) => new(_raw.With(StateConsistency.At(checkpoint)), _json);

    /// <summary>What an entry of a key's map has.</summary>
    /// <returns>Null where there is no such entry.</returns>
    public async Task<StateValue<TValue>?> GetEntryAsync(TKey key, TEntryKey entry, CancellationToken cancellationToken = default) =>
        await _raw.GetEntryAsync(KeyOf(key), new KeyText(_json.KeyOf(entry), IsJson: true), cancellationToken).ConfigureAwait(false) is { } answer
            ? new StateValue<TValue>(_json.Read<TValue>(answer.Value), answer.Origin())
            : null;

    /// <summary>What several entries of a key's map have. Many of them are several questions: at a checkpoint all of one, live not of one moment.</summary>
    /// <returns>Those of the entries that there are; an origin of the newest attempt.</returns>
    public async Task<StateEntries<TEntryKey, TValue>> GetEntriesAsync(TKey key, IEnumerable<TEntryKey> entries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var found = new List<KeyValuePair<TEntryKey, TValue>>();
        StateOrigin? origin = null;
        await foreach (var answer in _raw.GetEntriesAsync(KeyOf(key), entries.Select(_json.KeyOf), cancellationToken).ConfigureAwait(false))
        {
            found.AddRange(answer.Entries.Select(_json.Read<TEntryKey, TValue>));
            if (origin is null || answer.Attempt > origin.Attempt) origin = answer.Origin();
        }

        return new StateEntries<TEntryKey, TValue>(found, origin ?? new StateOrigin(null, _raw.Consistency.Checkpoint, _raw.Consistency.IsCheckpoint, IsUnaligned: false));
    }

    /// <summary>
    /// The entries of a key's map in the order of their keys, page by page as they are taken. An entry that is there throughout comes once; live, pages are of different moments.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="scan">Which entries; null for all.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async IAsyncEnumerable<KeyValuePair<TEntryKey, TValue>> ScanEntriesAsync(
        TKey key, StateScan<TEntryKey>? scan = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var page in ScanEntryPagesAsync(key, scan, cancellationToken).ConfigureAwait(false))
        {
            foreach (var entry in page.Entries) yield return entry;
        }
    }

    /// <summary>As <see cref="ScanEntriesAsync"/>, by pages, each of which says where it was read.</summary>
    /// <param name="key">The key.</param>
    /// <param name="scan">Which entries; null for all.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async IAsyncEnumerable<StateEntries<TEntryKey, TValue>> ScanEntryPagesAsync(
        TKey key, StateScan<TEntryKey>? scan = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var page in _raw.ScanEntriesAsync(KeyOf(key), _json.QueryOf(scan), cancellationToken).ConfigureAwait(false))
            yield return new StateEntries<TEntryKey, TValue>([.. page.Entries.Select(_json.Read<TEntryKey, TValue>)], page.Origin());
    }

    private KeyText KeyOf(TKey key) => new(_json.KeyOf(key), IsJson: true);
}
