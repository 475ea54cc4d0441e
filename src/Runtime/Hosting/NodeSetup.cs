using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Transport.Security;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Hosting;

/// <summary>What a node is started with.</summary>
internal sealed record NodeSetup
{
    public required RuntimeSettings Settings { get; init; }

    public required JobCatalog Catalog { get; init; }

    /// <summary>When checkpoints are taken, and where they are.</summary>
    public required CheckpointServices Checkpoints { get; init; }

    public required ILoggerFactory Loggers { get; init; }

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The clock of the jobs. Default: the system's.</summary>
    public TimeProvider JobTime { get; init; } = TimeProvider.System;

    /// <summary>The data folder that all nodes of the cluster share; null for none.</summary>
    public StorageIdentity? Storage { get; init; }

    /// <summary>The certificate that the node shows to others, and whom it talks to. Default: it speaks without TLS.</summary>
    public NodeTls? Tls { get; init; }

    /// <summary>Completes when the node may have the job manager. Default: at once.</summary>
    public Task MayLead { get; init; } = Task.CompletedTask;

    /// <summary>What the node speaks. Default: what this build does.</summary>
    public NodeVersion Version { get; init; } = NodeVersion.Own;

    /// <summary>Names this run of the process.</summary>
    public required string Incarnation { get; init; }

    /// <summary>The builds of the registered jobs, by name; null where all nodes have the same, as those of one process do.</summary>
    public IReadOnlyDictionary<string, string>? Jobs { get; init; }

    /// <summary>The jobs that clients in this process stand for.</summary>
    public required HeldJobs HeldJobs { get; init; }

    /// <summary>The jobs that this run of the process has taken up.</summary>
    public required LiveJobs LiveJobs { get; init; }

    /// <summary>Hears what is the matter with the journal.</summary>
    public JournalTrouble JournalTrouble { get; init; } = new(null);

    /// <summary>Hears of each job that has failed and whose coordinator is here. Default: nobody.</summary>
    public Action<JobSpec, AttemptFailure> JobFailed { get; init; } = (_, _) => { };

    /// <summary>How subtasks run. Default: they run operators.</summary>
    public Func<NodeParts, SubtaskHosting> Subtasks { get; init; } = OperatorHosting.Create;
}
