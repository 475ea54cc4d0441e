using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;

namespace FlowActors.Runtime.Control.Placement;

/// <summary>Starts cluster sharding for subtasks.</summary>
internal static class SubtaskShards
{
    /// <summary>The name of the entity type.</summary>
    public const string TypeName = "subtasks";

    /// <summary>Starts the region of this node.</summary>
    /// <param name="system">The node.</param>
    /// <param name="subtask">Props of a subtask, by its entity id; they name the dispatcher.</param>
    /// <param name="homes">Where shards live.</param>
    /// <param name="settings">The pool and the wait.</param>
    /// <param name="time">The clock.</param>
    public static Task<IActorRef> StartAsync(
        ActorSystem system, Func<string, Props> subtask, ShardHomes homes, ShardingSettings settings, TimeProvider time) =>
        ClusterSharding.Get(system).StartAsync(
            TypeName,
            subtask,
            ClusterShardingSettings.Create(system).WithSupervisorStrategy(StopSubtask),
            new SubtaskExtractor(),
            new PlacementAllocationStrategy(Cluster.Get(system), homes, settings.PlacementWait, time),
            PoisonPill.Instance);

    // A subtask that failed has lost its state: only another attempt may start it again.
    private static readonly SupervisorStrategy StopSubtask = new ShardSupervision();

    private sealed class ShardSupervision : ShardSupervisionStrategy
    {
        public ShardSupervision()
            : base(_ => Directive.Stop)
        {
        }
    }
}
