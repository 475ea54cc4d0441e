using Akka.Actor;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Control.Placement;
using FlowActors.Runtime.Subtasks.State;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Control;

/// <summary>What job manager and coordinators of one node share.</summary>
/// <param name="Coordinator">Times and bounds.</param>
/// <param name="Sharding">The pool of shards.</param>
/// <param name="Catalog">The jobs.</param>
/// <param name="Checkpoints">When checkpoints are taken, and where they are.</param>
/// <param name="ShardHomes">Where shards live.</param>
/// <param name="Loggers">Where logs go.</param>
/// <param name="Time">The clock.</param>
/// <param name="JobTime">The clock of user code.</param>
/// <param name="HeldJobs">The jobs that clients in this process stand for.</param>
/// <param name="JobFailed">Hears, in the process of the coordinator, of each job that has failed; returns at once.</param>
internal sealed record ControlServices(
    CoordinatorSettings Coordinator,
    ShardingSettings Sharding,
    JobCatalog Catalog,
    CheckpointServices Checkpoints,
    ShardHomes ShardHomes,
    ILoggerFactory Loggers,
    TimeProvider Time,
    TimeProvider JobTime,
    HeldJobs HeldJobs,
    Action<JobSpec, AttemptFailure> JobFailed)
{
    /// <summary>The jobs that this run of the process has taken up.</summary>
    public required LiveJobs LiveJobs { get; init; }

    /// <summary>How the nodes of this process keep state.</summary>
    public required StateSettings State { get; init; }

    /// <summary>The jobs whose coordinators live here.</summary>
    public JobLooks Jobs { get; init; } = new();

    /// <summary>Hears what is the matter with the journal.</summary>
    public JournalTrouble JournalTrouble { get; init; } = new(null);

    /// <summary>Whether the journal is still this node's.</summary>
    public JournalClaim Claim { get; } = new();

    /// <summary>The data folder that all nodes of the cluster share; null for none.</summary>
    public StorageIdentity? Storage { get; init; }

    /// <summary>The builds of the jobs that are registered here, by name; null where all nodes have the same.</summary>
    public IReadOnlyDictionary<string, string>? Builds { get; init; }

    /// <summary>The dispatcher of the control plane.</summary>
    public const string Dispatcher = "flowactors.control-dispatcher";

    /// <summary>The dispatcher of user code that may block: operators that say so, and enumerators.</summary>
    public const string BlockingDispatcher = "flowactors.blocking-dispatcher";
}
