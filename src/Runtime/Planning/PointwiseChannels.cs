namespace FlowActors.Runtime.Planning;

/// <summary>
/// Who sends to whom over an edge that does not join all with all (Flink's pointwise distribution): each subtask of the smaller side has
/// neighbours of its own on the greater one, as many as the others or one more.
/// </summary>
internal static class PointwiseChannels
{
    /// <summary>The receivers of a sender.</summary>
    public static IEnumerable<int> ReceiversFrom(int sender, int senders, int receivers)
    {
        if (senders >= receivers) return [(((sender + 1) * receivers) - 1) / senders];
        var first = CeilingOf(sender * receivers, senders);
        return Enumerable.Range(first, CeilingOf((sender + 1) * receivers, senders) - first);
    }

    /// <summary>The senders to a receiver.</summary>
    public static IEnumerable<int> SendersTo(int receiver, int senders, int receivers)
    {
        if (senders < receivers) return [receiver * senders / receivers];
        var first = receiver * senders / receivers;
        return Enumerable.Range(first, ((receiver + 1) * senders / receivers) - first);
    }

    /// <summary>The most neighbours that one of so many subtasks has on the other side.</summary>
    public static int NeighboursMax(int subtasks, int others) => CeilingOf(others, subtasks);

    private static int CeilingOf(int dividend, int divisor) => (dividend + divisor - 1) / divisor;
}
