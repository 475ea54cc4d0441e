namespace FlowActors.Runtime.Control.Placement;

/// <summary>Which region a shard goes to. Pure.</summary>
internal abstract record ShardDecision
{
    private ShardDecision()
    {
    }

    /// <summary>To the region of this node.</summary>
    public sealed record Place(string Node) : ShardDecision;

    /// <summary>The place may become known any moment, or its region may register: ask again.</summary>
    public sealed record Wait : ShardDecision;

    /// <summary>Decides.</summary>
    /// <param name="home">The node that the job manager has chosen; null when that is not known here; empty for a free shard.</param>
    /// <param name="regions">How many shards each registered region has, by node; at least one.</param>
    /// <param name="livingNodes">The members of the cluster.</param>
    /// <param name="waitedEnough">True when there was time enough for the place to become known.</param>
    public static ShardDecision Decide(
        string? home, IReadOnlyDictionary<string, int> regions, IReadOnlySet<string> livingNodes, bool waitedEnough)
    {
        // Nobody needs it, whoever asks; when somebody does it has a place.
        if (home is { Length: 0 }) return new Wait();
        if (home is not null && regions.ContainsKey(home) && livingNodes.Contains(home)) return new Place(home);
        if (!waitedEnough && (home is null || livingNodes.Contains(home))) return new Wait();
        var candidates = regions.Where(r => livingNodes.Contains(r.Key)).ToList();
        return candidates.Count == 0
            ? new Wait()
            : new Place(candidates.OrderBy(r => r.Key, StringComparer.Ordinal).MinBy(r => r.Value).Key);
    }
}
