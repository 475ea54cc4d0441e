namespace FlowActors.Runtime.Control.Placement;

/// <summary>Why a job cannot be placed, and what to do.</summary>
internal static class PlacementRefusals
{
    public static string NoRoom(int slots, long room) =>
        $"The job needs {slots} slots, but the nodes have room for {room} of it, beside other jobs. Ask for fewer, start another node first, or give nodes more slots (flowactors.node.slots).";

    /// <summary>That a job is placed once there is room.</summary>
    /// <param name="slots">How many slots it needs.</param>
    /// <param name="room">For how many of them there is room.</param>
    /// <param name="unused">What keeps nodes with slots from taking some of it; null for nothing.</param>
    public static string Waits(int slots, long room, string? unused) =>
        $"It waits for {slots} slots, and the nodes have room for {room} of it, beside other jobs{(unused is null ? "" : $" ({unused})")}. " +
        "Start another node, give nodes more slots (flowactors.node.slots), end another job, or cancel it and ask for fewer.";

    public static string For(int slots, int shards) => slots > shards
        ? $"The job needs {slots} slots, but the cluster has {shards}. " +
            "Lower the parallelism, or raise flowactors.sharding.shards on all nodes and restart the cluster."
        : $"The job needs {slots} slots, but the jobs that run have left fewer of the {shards} there are. " +
            "Lower the parallelism, wait for other jobs to end, or raise flowactors.sharding.shards on all nodes and restart the cluster.";
}
