namespace FlowActors.Runtime.Control.Placement;

/// <summary>Spreads the slots of an attempt over nodes. Pure.</summary>
internal static class SlotAllocation
{
    /// <summary>
    /// Each slot keeps its node while that lives and has room; the others go, one after the other, to the node that has the fewest slots of
    /// this job for its cores, then of all jobs, then the first by name.
    /// </summary>
    /// <param name="slots">How many there are.</param>
    /// <param name="previous">Where slot i was in the last attempt; empty for a first one.</param>
    /// <param name="nodes">The nodes that live; at least one, with room for all slots together.</param>
    /// <param name="spreads">Whether slots leave a node that has more than its share by its cores, so that others get theirs; what does not come out even stays with who has most.</param>
    /// <returns>The address of the node of slot i, by i.</returns>
    public static IReadOnlyList<string> Assign(int slots, IReadOnlyList<string> previous, IReadOnlyList<NodeLoad> nodes, bool spreads = false)
    {
        if (nodes.Count == 0) throw new ArgumentException("Slots cannot be assigned: there is no node.", nameof(nodes));
        var ordered = nodes.OrderBy(n => n.Node, StringComparer.Ordinal).ToList();
        var own = ordered.ToDictionary(n => n.Node, _ => 0);
        var most = spreads ? Shares(slots, previous, ordered) : ordered.ToDictionary(n => n.Node, n => n.Room);
        var result = new string[slots];
        for (var i = 0; i < slots; i++)
        {
            if (i >= previous.Count || !own.TryGetValue(previous[i], out var count) || count >= most[previous[i]]) continue;
            own[previous[i]] = count + 1;
            result[i] = previous[i];
        }

        for (var i = 0; i < slots; i++)
        {
            if (result[i] is not null) continue;
            var best = ordered.Where(n => own[n.Node] < most[n.Node]).MinBy(n => ((double)own[n.Node] / n.Cores, (double)(own[n.Node] + n.SlotsOfOthers) / n.Cores))!;
            own[best.Node]++;
            result[i] = best.Node;
        }

        return result;
    }

    private static Dictionary<string, int> Shares(int slots, IReadOnlyList<string> previous, List<NodeLoad> nodes)
    {
        var had = nodes.ToDictionary(n => n.Node, n => previous.Count(p => p == n.Node));
        var shares = nodes.ToDictionary(n => n.Node, _ => 0);
        for (var i = 0; i < slots; i++)
        {
            var next = nodes.Where(n => shares[n.Node] < n.Room)
                .MinBy(n => ((double)shares[n.Node] / n.Cores, shares[n.Node] - had[n.Node], (double)n.SlotsOfOthers / n.Cores))!;
            shares[next.Node]++;
        }

        return shares;
    }
}

/// <summary>A node that can take slots.</summary>
/// <param name="Node">Its address.</param>
/// <param name="Cores">How many cores it has, from 1.</param>
/// <param name="SlotsOfOthers">How many slots of other jobs it has.</param>
internal sealed record NodeLoad(string Node, int Cores, int SlotsOfOthers)
{
    /// <summary>How many slots it can have at most, of all jobs together.</summary>
    public int SlotsMax { get; init; } = int.MaxValue;

    /// <summary>How many slots of this job it can have.</summary>
    public int Room => Math.Max(0, SlotsMax - SlotsOfOthers);
}
