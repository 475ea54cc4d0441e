using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Protocols;

namespace FlowActors.Runtime.Control.Management;

/// <summary>What the core of the job manager asks its shell to do.</summary>
internal abstract record ManagerEffect
{
    private ManagerEffect()
    {
    }

    /// <summary>Build the job, away from the control threads; answered to the core by <see cref="JobBuilt"/> or <see cref="JobNotBuilt"/>.</summary>
    public sealed record Build(JobSpec Job) : ManagerEffect;

    /// <summary>Start the job's coordinator, unless it is there.</summary>
    public sealed record StartCoordinator(JobEntry Job) : ManagerEffect;

    /// <summary>The job is forgotten, and with it its coordinator and its journal.</summary>
    public sealed record Forget(JobId Job) : ManagerEffect;

    /// <summary>The job was refused: for the log.</summary>
    public sealed record Refused(JobSpec Job, string Reason, Exception? Cause) : ManagerEffect;

    /// <summary>The job waits for room: for the log, once until it has some.</summary>
    public sealed record Delayed(JobSpec Job, string Reason) : ManagerEffect;

    /// <summary>A node that was to be drained is not: for the log.</summary>
    public sealed record NotDrained(string Node, string Reason) : ManagerEffect;

    /// <summary>Let go of the job's graph.</summary>
    public sealed record ReleaseGraph(JobId Job) : ManagerEffect;

    /// <summary>Answer who sent the message with that token.</summary>
    public sealed record Reply(object Asker, IControlMessage Message) : ManagerEffect;

    /// <summary>Tell a job's coordinator.</summary>
    public sealed record ToCoordinator(JobId Job, IControlMessage Message) : ManagerEffect;

    /// <summary>Tell the agent of a node.</summary>
    public sealed record ToNode(string Node, IControlMessage Message) : ManagerEffect;

    /// <summary>
    /// Write where shards live, empty for those that are free, into the distributed data; answered to the core by the token once
    /// the majority has it or may be slow.
    /// </summary>
    public sealed record WriteHomes(IReadOnlyDictionary<string, string> Homes, PlacementWritten? Token) : ManagerEffect;

    /// <summary>A node is registered, refused, or lost: for the log.</summary>
    public sealed record NodeChanged(string Node, NodeInfo? Info, string? Refusal) : ManagerEffect
    {
        /// <summary>The jobs of which it has another build.</summary>
        public IReadOnlyList<string> OtherBuilds { get; init; } = [];
    }
}

/// <summary>Decisions to write down, and then effects to perform.</summary>
internal sealed record ManagerStep(IReadOnlyList<IManagerEvent> Events, IReadOnlyList<ManagerEffect> Effects);

/// <summary>Within the job manager: the job was built here.</summary>
/// <param name="Job">The job, its parallelism resolved.</param>
/// <param name="Shape">What its coordinator has to know.</param>
internal sealed record JobBuilt(JobSpec Job, JobShape Shape);

/// <summary>Within the job manager: the job could not be built.</summary>
internal sealed record JobNotBuilt(JobSpec Job, string Reason, Exception Cause);

/// <summary>Within the job manager: a placement is written.</summary>
internal sealed record PlacementWritten(JobId Job, int Request);

/// <summary>Within the job manager: who asked for a submission.</summary>
internal sealed record Asked(object Asker, IControlMessage Message);

/// <summary>Within the job manager: whether a node is a member that may get subtasks, as it asks to be registered.</summary>
internal sealed record Registering(object Asker, JobManagerProtocol.RegisterNode Message, bool IsMember);

/// <summary>Within the job manager: a node is a member of the cluster.</summary>
internal sealed record MemberHere(string Node);

/// <summary>Within the job manager: a member is about to leave (its subtasks go on) or is gone.</summary>
internal sealed record MemberGone(string Node, bool IsLeaving);
