namespace FlowActors.Runtime.Control.Placement;

/// <summary>Which shards sharding takes from where they are. Pure.</summary>
internal static class ShardMoves
{
    /// <summary>
    /// Those that are free, so that they can be used anywhere, and those whose place is another one: these were put elsewhere while
    /// their place was not known, or were left over by an earlier job, and so hold no subtask that may run. What nothing is known
    /// of stays.
    /// </summary>
    /// <param name="homes">Where shards belong: a node, or empty for free ones.</param>
    /// <param name="regions">The shards of each region, by node.</param>
    public static IEnumerable<string> Choose(
        IReadOnlyDictionary<string, string> homes, IReadOnlyDictionary<string, IReadOnlyCollection<string>> regions) =>
        from region in regions
        from shard in region.Value
        let home = homes.GetValueOrDefault(shard)
        where home is not null && home != region.Key && (home.Length == 0 || regions.ContainsKey(home))
        select shard;
}
