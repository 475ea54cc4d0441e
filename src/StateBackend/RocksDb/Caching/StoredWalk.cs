using FlowActors.State.RocksDb.Interop;
using FlowActors.State.RocksDb.Storage;
using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Caching;

/// <summary>
/// Goes through the keys that the database has of one state among its points, by key group, in pieces: each has an iterator of its own, so that no files are kept
/// between two. Used on the subtask's thread.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="groups">The key groups.</param>
internal sealed class StoredWalk(StateDatabase database, KeyGroupRange groups)
{
    private byte[]? _next;

    /// <summary>Goes on by one piece. False when the last key was seen: then it begins anew.</summary>
    /// <param name="state">The state's number.</param>
    /// <param name="see">Sees a stored key, and says whether another one is wanted.</param>
    /// <exception cref="RocksException">The database cannot be read.</exception>
    public bool GoOn(int state, Func<ReadOnlySpan<byte>, bool> see)
    {
        var from = _next ?? StoredKeys.PrefixOf(groups.Start, state);
        using var stored = database.Iterate(StateDatabase.Points, from, KeyRange.EndOf(StoredKeys.PrefixOf(groups.End, state)));
        for (; IsOf(state, stored); stored!.Next())
        {
            if (see(stored!.Key)) continue;
            _next = [.. stored.Key, 0];
            return true;
        }

        _next = null;
        return false;
    }

    // Other states lie between this one's key groups.
    private static bool IsOf(int state, RocksIterator? stored)
    {
        while (stored is { IsValid: true })
        {
            var (group, other) = (StoredKeys.GroupOf(stored.Key), StoredKeys.StateOf(stored.Key));
            if (other == state) return true;
            stored.Seek(StoredKeys.PrefixOf(other < state ? group : group + 1, state));
        }

        return false;
    }
}
