namespace FlowActors.Client.Nodes;

/// <summary>A node is being drained: <c>POST /nodes/{node}/drain</c>. It gets no more slots, and leaves the cluster when it has none.</summary>
/// <param name="Node">Its name: host and port.</param>
/// <param name="Slots">How many slots it still has, of all jobs together.</param>
public sealed record NodeDrain(string Node, int Slots)
{
    /// <summary>The jobs whose slots are not on their way to other nodes, the first 32; what only takes its time is none of them.</summary>
    public IReadOnlyList<DrainHold> HeldUpBy { get; init; } = [];
}

/// <summary>A job that holds a drain up.</summary>
/// <param name="Job">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Reason">What is waited for, and what can be done about it.</param>
public sealed record DrainHold(string Job, string Name, string Reason);
