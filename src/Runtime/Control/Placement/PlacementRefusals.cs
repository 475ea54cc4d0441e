namespace FlowActors.Runtime.Control.Placement;

/// <summary>Why a job cannot be placed, and what to do.</summary>
internal static class PlacementRefusals
{
    public static string NoRoom(int slots, long room) => $"The job needs {slots} slots, but the nodes have room for {room} of it, beside other jobs. Ask for fewer, or start another node first.";

    public static string For(int slots, int shards) => slots > shards
        ? $"The job needs {slots} slots, but the cluster has {shards}. " +
            "Lower the parallelism, or raise flowactors.sharding.shards on all nodes and restart the cluster."
        : $"The job needs {slots} slots, but the jobs that run have left fewer of the {shards} there are. " +
            "Lower the parallelism, wait for other jobs to end, or raise flowactors.sharding.shards on all nodes and restart the cluster.";
}
