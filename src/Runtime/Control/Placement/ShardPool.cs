using System.Globalization;

namespace FlowActors.Runtime.Control;

/// <summary>
/// The shard ids there are, who has which, and on which node each lives. Sharding does not move a shard once it has a place, so
/// an id that was used is given out again for its node only, while that lives. Pure; not thread-safe.
/// </summary>
/// <param name="size">How many ids there are.</param>
internal sealed class ShardPool(int size)
{
    private readonly SortedSet<int> _free = [.. Enumerable.Range(0, size)];
    private readonly Dictionary<int, string> _homes = [];

    /// <summary>Takes a shard for a slot on the node; null when none is left that is or can be there.</summary>
    public string? Take(string node)
    {
        var id = First(i => _homes.TryGetValue(i, out var home) && home == node) ?? First(i => !_homes.ContainsKey(i));
        if (id is not { } taken) return null;
        _free.Remove(taken);
        _homes[taken] = node;
        return Name(taken);
    }

    /// <summary>Gives a shard back; it stays where it is.</summary>
    public void Return(string shardId) => _free.Add(Number(shardId));

    /// <summary>A shard was found on a node, or, as its node is gone, may go to another one.</summary>
    public void SetHome(string shardId, string node) => _homes[Number(shardId)] = node;

    /// <summary>A node is gone: its shards have no place any more.</summary>
    public void Forget(string node)
    {
        foreach (var id in _homes.Where(h => h.Value == node).Select(h => h.Key).ToList()) _homes.Remove(id);
    }

    private int? First(Func<int, bool> fits)
    {
        foreach (var id in _free)
        {
            if (fits(id)) return id;
        }

        return null;
    }

    private static string Name(int id) => id.ToString(CultureInfo.InvariantCulture);

    private static int Number(string shardId) => int.Parse(shardId, CultureInfo.InvariantCulture);
}
