namespace FlowActors.Runtime.Control;

/// <summary>A slot's shard and node.</summary>
internal readonly record struct PlacedSlot(string ShardId, string Node);

/// <summary>Which slots of which job have which shards, and where. Pure; not thread-safe.</summary>
/// <param name="shards">How many shard ids there are.</param>
internal sealed class JobPlacements(int shards)
{
    private readonly ShardPool _pool = new(shards);
    private readonly Dictionary<JobId, PlacedSlot[]> _jobs = [];

    /// <summary>
    /// Places the slots of an attempt: where they were, as far as those nodes live, the others on nodes with few slots.
    /// Null when there are not enough shard ids left; nothing is taken then.
    /// </summary>
    /// <param name="job">The job.</param>
    /// <param name="slots">How many slots it has; the same for every attempt.</param>
    /// <param name="nodes">Cores of the nodes that live, by address; at least one.</param>
    public IReadOnlyList<PlacedSlot>? Place(JobId job, int slots, IReadOnlyDictionary<string, int> nodes)
    {
        var previous = _jobs.GetValueOrDefault(job, []);
        var loads = nodes.Select(n => new NodeLoad(n.Key, n.Value, SlotsOfOthers(job, n.Key))).ToList();
        var chosen = SlotAllocation.Assign(slots, [.. previous.Select(p => p.Node)], loads);
        var placed = new PlacedSlot[slots];
        for (var i = 0; i < slots; i++)
        {
            if (i < previous.Length)
            {
                placed[i] = previous[i] with { Node = chosen[i] };
                _pool.SetHome(placed[i].ShardId, chosen[i]);
            }
            else if (Take(chosen[i], nodes) is { } slot)
            {
                placed[i] = slot;
            }
            else
            {
                foreach (var taken in placed.AsSpan(previous.Length, i - previous.Length)) _pool.Return(taken.ShardId);
                return null;
            }
        }

        _jobs[job] = placed;
        return placed;
    }

    /// <summary>The job has ended: its shards are free.</summary>
    public void Release(JobId job)
    {
        if (!_jobs.Remove(job, out var placed)) return;
        foreach (var slot in placed) _pool.Return(slot.ShardId);
    }

    /// <summary>A shard was found elsewhere than it was planned.</summary>
    public void Found(string shardId, string node)
    {
        _pool.SetHome(shardId, node);
        foreach (var placed in _jobs.Values)
        {
            var i = Array.FindIndex(placed, p => p.ShardId == shardId);
            if (i >= 0) placed[i] = placed[i] with { Node = node };
        }
    }

    /// <summary>A node is gone, and with it the places of its shards.</summary>
    public void Forget(string node) => _pool.Forget(node);

    // Shards that were used stay where they are; when only such ones are left, the slot goes where a shard is.
    private PlacedSlot? Take(string preferred, IReadOnlyDictionary<string, int> nodes)
    {
        foreach (var node in nodes.Keys.OrderBy(n => n == preferred ? 0 : 1).ThenBy(n => n, StringComparer.Ordinal))
        {
            if (_pool.Take(node) is { } shard) return new PlacedSlot(shard, node);
        }

        return null;
    }

    private int SlotsOfOthers(JobId job, string node) => _jobs.Where(j => j.Key != job).Sum(j => j.Value.Count(s => s.Node == node));
}
