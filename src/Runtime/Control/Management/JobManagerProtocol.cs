using System.Text.Json.Serialization;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Protocols;
using FlowActors.Runtime.Subtasks.Deployment;

namespace FlowActors.Runtime.Control.Management;

/// <summary>What the job manager is told by clients, agents and coordinators, and what it answers clients.</summary>
internal static class JobManagerProtocol
{
    /// <summary>From a client: run this job; answered by one of the next two.</summary>
    public sealed record SubmitJob(JobSpec Job) : IControlCommand;

    /// <summary>The job is written down and will run.</summary>
    public sealed record JobAccepted(JobId Job) : IControlEvent;

    /// <summary>The job cannot run; nothing was started.</summary>
    public sealed record JobRefused(JobId Job, string Reason) : IControlEvent;

    /// <summary>Nobody knows the job (any more).</summary>
    public sealed record JobUnknown(JobId Job) : IControlEvent;

    /// <summary>From a client: answered by <see cref="Jobs"/>.</summary>
    /// <param name="After">The number of the last job of the page before; 0 for the first page.</param>
    public sealed record GetJobs(long After) : IControlQuery;

    /// <summary>A page of the jobs that are remembered, in the order of submission.</summary>
    public sealed record Jobs(IReadOnlyList<JobLine> All, bool More) : IControlEvent;

    /// <summary>One job.</summary>
    /// <param name="Number">Counts the jobs that this run of the job manager knows, in the order of their submission, from 1.</param>
    /// <param name="Job">The job.</param>
    /// <param name="End">How it ended; null when it has not.</param>
    public sealed record JobLine(long Number, JobSpec Job, JobStatus? End);

    /// <summary>From a client: answered by <see cref="Nodes"/>.</summary>
    public sealed record GetNodes : IControlQuery;

    /// <summary>The addresses of the nodes that take subtasks.</summary>
    public sealed record Nodes(IReadOnlyList<string> All) : IControlEvent;

    /// <summary>
    /// From a client: bring the slots of a node to the others, and have it leave. Answered by one of the next two; repeated until it has left.
    /// </summary>
    /// <param name="Node">Its address.</param>
    public sealed record DrainNode(string Node) : IControlCommand
    {
        /// <summary>Whether jobs of which only such nodes have their build may be left without a node, to go on by another build when the job manager is on a node that has it.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool JobsGoOver { get; init; }
    }

    /// <summary>A node gets no more slots, and those that it has go to others.</summary>
    /// <param name="Node">Its address.</param>
    /// <param name="Slots">How many slots it still has.</param>
    public sealed record DrainTaken(string Node, int Slots) : IControlEvent
    {
        /// <summary>The jobs whose slots there are not on their way, some of them where they are many; null for none.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<DrainHold>? HeldUpBy { get; init; }
    }

    /// <summary>A job whose slots do not leave a node yet.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="Name">Its name, cut.</param>
    /// <param name="Reason">What is waited for, and what to do.</param>
    public sealed record DrainHold(JobId Job, string Name, string Reason);

    /// <summary>A node cannot be drained; nothing was changed.</summary>
    /// <param name="Node">Its address.</param>
    /// <param name="Reason">Why, and what to do.</param>
    public sealed record DrainRefused(string Node, string Reason) : IControlEvent;

    /// <summary>From an agent: here I am, and this is what runs here. Repeated as long as the node lives.</summary>
    public sealed record RegisterNode(NodeInfo Node, IReadOnlyList<AttemptId> Attempts) : IControlCommand
    {
        /// <summary>Whether the node was told to be drained.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool IsDraining { get; init; }
    }

    /// <summary>From a coordinator: where may the job's next attempts live?</summary>
    /// <param name="Job">The job.</param>
    /// <param name="Request">Comes back with the answer.</param>
    /// <param name="Slots">How many slots they have.</param>
    public sealed record PlaceJob(JobId Job, int Request, int Slots) : IControlCommand
    {
        /// <summary>Whether a placement that there is no room for is refused at once, as the coordinator has another one to ask for. False: it waits for room.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool IsTry { get; init; }
    }

    /// <summary>From a coordinator that has read its journal: these slots are the job's already; null when it has none.</summary>
    public sealed record ClaimPlacement(JobId Job, AttemptPlacement? Placement) : IControlCommand;

    /// <summary>From a coordinator: what became of <see cref="JobCoordinatorProtocol.MoveSlots"/>.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="Reason">Why its slots are where they are still; null when they are on their way.</param>
    public sealed record SlotsStay(JobId Job, string? Reason) : IControlEvent;

    /// <summary>From a coordinator: the job has ended; its slots are free.</summary>
    public sealed record JobEnded(JobId Job, JobStatus Status) : IControlEvent;
}

/// <summary>What the job manager writes down. Its bytes are pinned: old journals are read for ever.</summary>
internal interface IManagerEvent : IJournalEvent;

/// <summary>What the job manager decides.</summary>
internal static class JobManagerEvents
{
    /// <summary>A job manager has read the journal; from here on commands of those before it are dropped.</summary>
    /// <param name="Epoch">One more than the last.</param>
    public sealed record ManagerStarted(long Epoch) : IManagerEvent;

    /// <summary>A job was accepted.</summary>
    public sealed record JobListed(JobSpec Job, JobShape Shape) : IManagerEvent;

    /// <summary>A job has ended.</summary>
    public sealed record JobClosed(JobId Job, JobStatus End) : IManagerEvent;

    /// <summary>A job that has ended is not remembered any more.</summary>
    public sealed record JobForgotten(JobId Job) : IManagerEvent;
}
