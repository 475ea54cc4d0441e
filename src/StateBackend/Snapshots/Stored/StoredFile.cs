using FlowActors.State.Keyed;
using FlowActors.State.Snapshots.Files;
using FlowActors.State.Tables;

namespace FlowActors.State.Snapshots.Stored;

/// <summary>The keyed states of a snapshot file. A key is found by the file's directory: one block is read for it, or two.</summary>
/// <param name="file">The file, its own from here on.</param>
internal sealed class StoredFile(SnapshotFileReader file) : IStoredStates
{
    public IReadOnlyCollection<StoredKeyedState> States { get; } = [.. file.States.Where(s => s.Value.Key is not null).Select(s => new StoredKeyedState(s.Key, s.Value))];

    public void Scan(StoredKeyedState state, int keyGroup, KeyRange keys, ElementTaker taker)
    {
        if (keys.IsEmpty) return;
        // None for no end.
        var end = keys.EndBehind([]);
        var elements = file.Read(keyGroup, state.Number, new SortKeyRange(keys.First.ToArray(), end.Length > 0 ? end : default(ReadOnlyMemory<byte>?)));
        while (elements.MoveNext())
        {
            if (!taker(elements.Current)) return;
        }
    }

    public void Dispose() => file.Dispose();
}
