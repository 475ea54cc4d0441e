namespace FlowActors.Runtime.Control.Placement;

/// <summary>Which shards sharding takes from where they are. Pure.</summary>
internal static class ShardMoves
{
    /// <summary>
    /// Those that are free, so that they can be used anywhere, and those whose place is another one: these were put elsewhere while
    /// their place was not known, or were left over by an earlier job, and so hold no subtask that may run. What nothing is known
    /// of stays. None while a region is on a node that does not answer: each region has to agree to a move, and sharding would wait for that one until its
    /// hand-off times out, with shards that nobody can have meanwhile; those of a node that is gone are free as soon as it is no member any more.
    /// </summary>
    /// <param name="homes">Where shards belong: a node, or empty for free ones.</param>
    /// <param name="regions">The shards of each region, by node.</param>
    /// <param name="reachable">The nodes that answer.</param>
    public static IEnumerable<string> Choose(
        IReadOnlyDictionary<string, string> homes, IReadOnlyDictionary<string, IReadOnlyCollection<string>> regions, IReadOnlySet<string> reachable) =>
        from region in regions.Keys.All(reachable.Contains) ? regions : new Dictionary<string, IReadOnlyCollection<string>>()
        from shard in region.Value
        let home = homes.GetValueOrDefault(shard)
        where home is not null && home != region.Key && (home.Length == 0 || regions.ContainsKey(home))
        select shard;
}
