using Akka.Actor;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Control.Management;
using FlowActors.Runtime.Logging;
using FlowActors.Runtime.Subtasks.Deployment;
using FlowActors.Runtime.Subtasks.LocalRecovery;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Control.Nodes;

/// <summary>What the agent of a node works with.</summary>
internal sealed record AgentServices
{
    public required NodeInfo Info { get; init; }

    /// <summary>The way to the job manager, wherever it is.</summary>
    public required IActorRef JobManager { get; init; }

    /// <summary>The shard region of this node.</summary>
    public required IActorRef Subtasks { get; init; }

    /// <summary>Where subtasks find what they are built from.</summary>
    public required NodeDeployments Deployments { get; init; }

    /// <summary>The subtasks here, past their actors.</summary>
    public required INodeWork Work { get; init; }

    public required JobCatalog Catalog { get; init; }

    /// <summary>Where the checkpoints of jobs are.</summary>
    public required ICheckpointStorages Checkpoints { get; init; }

    /// <summary>What of them is kept on the node's own disk; null where nothing is.</summary>
    public LocalCopies? Copies { get; init; }

    /// <summary>The jobs that are not of an earlier run.</summary>
    public required LiveJobs LiveJobs { get; init; }

    public required CoordinatorSettings Coordinator { get; init; }

    public required TimeSpan RegisterInterval { get; init; }

    public required ILogger Log { get; init; }

    /// <summary>Since when the node has been up.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>What the node has logged last.</summary>
    public required RecentLogs RecentLogs { get; init; }

    /// <summary>The deletions of savepoints that the node was asked for.</summary>
    public required Disposals Disposals { get; init; }

    public required TimeProvider Time { get; init; }
}
