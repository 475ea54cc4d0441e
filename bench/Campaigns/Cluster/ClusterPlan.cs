namespace FlowActors.Bench.Campaigns.Cluster;

/// <summary>What is done to a cluster.</summary>
internal enum ClusterAct
{
    /// <summary>A node that has slots and is not the oldest is killed.</summary>
    KillWorker,

    /// <summary>The oldest node is killed, which has the job manager.</summary>
    KillOldest,

    /// <summary>The node that takes no slots is killed.</summary>
    KillLeader,

    /// <summary>All are killed.</summary>
    KillAll,

    /// <summary>A node that has slots and is not the oldest stands still for a while.</summary>
    FreezeWorker,

    /// <summary>The oldest node stands still for a while.</summary>
    FreezeOldest,

    /// <summary>Some nodes are cut off from the others for a while.</summary>
    Partition,

    /// <summary>A node more joins.</summary>
    Join,

    /// <summary>A node is drained.</summary>
    Drain,

    /// <summary>A job gets another parallelism.</summary>
    Rescale,
}

/// <summary>One thing that is done.</summary>
/// <param name="Act">What.</param>
/// <param name="AfterMs">How long after the round's beginning.</param>
/// <param name="Pick">Chooses among what it could be done to.</param>
/// <param name="ForMs">For how long, where it is for a while.</param>
internal sealed record ClusterDeed(ClusterAct Act, int AfterMs, int Pick, int ForMs);

/// <summary>Draws the rounds of a campaign from its seed: all acts in turn, now and then several at once.</summary>
internal sealed class ClusterPlan(ulong seed, IReadOnlyList<ClusterAct> acts)
{
    private const int ForMin = 2_000;
    private const int ForMax = 20_000;
    private const int AfterMax = 3_000;

    // Of so many rounds one has two.
    private const int OfTwo = 4;

    private readonly Random _random = new(unchecked((int)seed));
    private readonly Queue<ClusterAct> _next = new();

    /// <summary>The next round.</summary>
    public IReadOnlyList<ClusterDeed> Round()
    {
        var first = Deed(Next(), 0);
        if (_random.Next(OfTwo) != 0 || first.Act == ClusterAct.KillAll) return [first];
        var others = acts.Where(a => a != first.Act && a != ClusterAct.KillAll).ToList();
        return others.Count == 0 ? [first] : [first, Deed(others[_random.Next(others.Count)], _random.Next(AfterMax))];
    }

    private ClusterDeed Deed(ClusterAct act, int after) => new(act, after, _random.Next(1 << 20), _random.Next(ForMin, ForMax));

    private ClusterAct Next()
    {
        if (_next.Count == 0)
        {
            var turn = acts.ToArray();
            _random.Shuffle(turn);
            foreach (var act in turn) _next.Enqueue(act);
        }

        return _next.Dequeue();
    }
}
