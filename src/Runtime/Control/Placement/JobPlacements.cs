using FlowActors.Runtime.Subtasks.Deployment;

namespace FlowActors.Runtime.Control.Placement;

/// <summary>A slot's shard and node.</summary>
internal readonly record struct PlacedSlot(string ShardId, string Node);

/// <summary>Which slots of which job have which shards, and where. Pure; not thread-safe.</summary>
/// <param name="shards">How many shard ids there are.</param>
internal sealed class JobPlacements(int shards)
{
    private readonly ShardPool _pool = new(shards);
    private readonly Dictionary<JobId, PlacedSlot[]> _jobs = [];

    /// <summary>How many shards are taken.</summary>
    public int Taken => _jobs.Values.Sum(j => j.Length);

    /// <summary>The slots of a job; null when it has none.</summary>
    public IReadOnlyList<PlacedSlot>? Find(JobId job) => _jobs.GetValueOrDefault(job);

    /// <summary>
    /// Places the slots of a job's next attempts: where they were, as far as those nodes live, the others on nodes with few slots.
    /// Null when there are not enough shard ids left; nothing is taken then. One that has fewer slots than before gives the last ones back.
    /// </summary>
    /// <param name="job">The job.</param>
    /// <param name="slots">How many slots it has from here on.</param>
    /// <param name="nodes">The nodes that live, with room for all slots (<see cref="HasRoom"/>): their cores, by address; at least one.</param>
    /// <param name="freed">The shards that it does not have any more.</param>
    /// <param name="spreads">Whether nodes with more than their share give slots up.</param>
    public IReadOnlyList<PlacedSlot>? Place(JobId job, int slots, IReadOnlyDictionary<string, NodeCapacity> nodes, out IReadOnlyList<string> freed, bool spreads = false)
    {
        freed = [];
        var previous = _jobs.GetValueOrDefault(job, []);
        if (slots - previous.Length > _pool.Free) return null;
        var loads = Loads(job, nodes);
        var chosen = SlotAllocation.Assign(slots, [.. previous.Select(p => p.Node)], loads, spreads);
        var placed = new PlacedSlot[slots];
        var left = previous.Skip(slots).ToList();
        for (var i = 0; i < slots; i++)
        {
            // From a node that lives a shard would have to be handed over, and from one that is lost sharding gives none away before that is removed, which takes a while; another one
            // is there at once.
            var leaves = i < previous.Length && previous[i].Node != chosen[i] && _pool.Free > slots - i;
            if (leaves) left.Add(previous[i]);
            placed[i] = new PlacedSlot(i < previous.Length && !leaves ? previous[i].ShardId : _pool.Take(chosen[i]), chosen[i]);
        }

        foreach (var slot in left) _pool.Return(slot);
        freed = [.. left.Select(s => s.ShardId)];
        return _jobs[job] = placed;
    }

    /// <summary>As the other, where nobody asks what is free by now.</summary>
    public IReadOnlyList<PlacedSlot>? Place(JobId job, int slots, IReadOnlyDictionary<string, NodeCapacity> nodes) => Place(job, slots, nodes, out _);

    /// <summary>Takes over what an earlier job manager has placed.</summary>
    /// <returns>False, and nothing is taken, when another job has one of the shards.</returns>
    public bool TryRestore(JobId job, AttemptPlacement placement)
    {
        if (_jobs.Any(j => j.Key != job && j.Value.Any(s => placement.Shards.Contains(s.ShardId)))) return false;
        Release(job);
        _jobs[job] = [.. placement.Shards.Select((shard, slot) => new PlacedSlot(shard, placement.NodeOf(slot).Node))];
        foreach (var slot in _jobs[job]) _pool.Take(slot);
        return true;
    }

    /// <summary>The job has ended.</summary>
    /// <returns>Its shards, which are free now.</returns>
    public IReadOnlyList<string> Release(JobId job)
    {
        if (!_jobs.Remove(job, out var placed)) return [];
        foreach (var slot in placed) _pool.Return(slot);
        return [.. placed.Select(s => s.ShardId)];
    }

    /// <summary>A node is gone, and with it the places of its shards.</summary>
    public void Forget(string node) => _pool.Forget(node);

    /// <summary>Whether the nodes that live have room for so many slots of a job, beside those of others.</summary>
    public bool HasRoom(JobId job, int slots, IReadOnlyDictionary<string, NodeCapacity> nodes) => RoomFor(job, nodes) >= slots;

    /// <summary>How many slots of a job the nodes that live have room for, beside those of others.</summary>
    public long RoomFor(JobId job, IReadOnlyDictionary<string, NodeCapacity> nodes) => Loads(job, nodes).Sum(n => (long)n.Room);

    /// <summary>How many slots a node has, of all jobs together.</summary>
    public int SlotsOn(string node) => _jobs.Values.Sum(slots => slots.Count(s => s.Node == node));

    /// <summary>The jobs that have slots on a node.</summary>
    public IReadOnlyList<JobId> JobsOn(string node) => [.. _jobs.Where(j => j.Value.Any(s => s.Node == node)).Select(j => j.Key)];

    /// <summary>The jobs of which nodes have more slots than their share, and others fewer.</summary>
    /// <param name="nodes">What each node can take of a job.</param>
    public IReadOnlyList<JobId> Uneven(Func<JobId, IReadOnlyDictionary<string, NodeCapacity>> nodes) => [.. _jobs.Where(j => IsUneven(j.Key, j.Value, nodes(j.Key))).Select(j => j.Key)];

    private bool IsUneven(JobId job, PlacedSlot[] slots, IReadOnlyDictionary<string, NodeCapacity> nodes)
    {
        string[] before = [.. slots.Select(s => s.Node)];
        return nodes.Count > 0 && HasRoom(job, slots.Length, nodes) && !SlotAllocation.Assign(slots.Length, before, Loads(job, nodes), spreads: true).SequenceEqual(before);
    }

    private List<NodeLoad> Loads(JobId job, IReadOnlyDictionary<string, NodeCapacity> nodes) =>
        [.. nodes.Select(n => new NodeLoad(n.Key, n.Value.Cores, SlotsOfOthers(job, n.Key)) { SlotsMax = n.Value.Slots })];

    private int SlotsOfOthers(JobId job, string node) => _jobs.Where(j => j.Key != job).Sum(j => j.Value.Count(s => s.Node == node));
}
