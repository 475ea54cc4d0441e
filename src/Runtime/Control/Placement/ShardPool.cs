using System.Globalization;

namespace FlowActors.Runtime.Control.Placement;

/// <summary>
/// The shard ids there are, and which are free. A free shard may have been left on the node where it was used last, until sharding
/// takes it from there; who needs one there gets it at no cost. Pure; not thread-safe.
/// </summary>
/// <param name="size">How many ids there are.</param>
internal sealed class ShardPool(int size)
{
    private readonly SortedSet<int> _free = [.. Enumerable.Range(0, size)];
    private readonly Dictionary<int, string> _leftOn = [];

    /// <summary>How many are free.</summary>
    public int Free => _free.Count;

    /// <summary>Takes a shard for a slot on the node: one that is there, else one that is nowhere, else one that will have to move.</summary>
    /// <exception cref="InvalidOperationException">None is free.</exception>
    public string Take(string node)
    {
        if (_free.Count == 0) throw new InvalidOperationException($"None of the {size} shards is free.");
        var id = First(i => _leftOn.TryGetValue(i, out var there) && there == node) ?? First(i => !_leftOn.ContainsKey(i)) ?? _free.Min;
        _free.Remove(id);
        _leftOn.Remove(id);
        return id.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Takes that very shard.</summary>
    public void Take(PlacedSlot slot)
    {
        _free.Remove(Number(slot));
        _leftOn.Remove(Number(slot));
    }

    /// <summary>Gives a shard back; it is left where it is.</summary>
    public void Return(PlacedSlot slot)
    {
        _free.Add(Number(slot));
        _leftOn[Number(slot)] = slot.Node;
    }

    /// <summary>A node is gone: what was left there is nowhere.</summary>
    public void Forget(string node)
    {
        foreach (var id in _leftOn.Where(h => h.Value == node).Select(h => h.Key).ToList()) _leftOn.Remove(id);
    }

    private int? First(Func<int, bool> fits)
    {
        foreach (var id in _free)
        {
            if (fits(id)) return id;
        }

        return null;
    }

    private static int Number(PlacedSlot slot) => int.Parse(slot.ShardId, CultureInfo.InvariantCulture);
}
