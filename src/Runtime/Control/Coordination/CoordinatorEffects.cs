using FlowActors.Runtime.Tasks;

namespace FlowActors.Runtime.Control;

/// <summary>What the actor does for its core, after the events of the same step are in the journal.</summary>
internal abstract record CoordinatorEffect
{
    private CoordinatorEffect()
    {
    }

    /// <summary>Send a command to a subtask, through its shard.</summary>
    public sealed record Send(string ShardId, SubtaskProtocol.ICommand Command) : CoordinatorEffect;

    /// <summary>Ask the job manager where the attempt may run.</summary>
    public sealed record Place(int Attempt, int Slots) : CoordinatorEffect;

    /// <summary>Reach the attempt's user code on these nodes, even where it blocks.</summary>
    public sealed record Interrupt(int Attempt, IReadOnlyList<string> Nodes) : CoordinatorEffect;

    /// <summary>Say in the log that the attempt is given up although these subtasks did not stop.</summary>
    public sealed record StopTimedOut(int Attempt, IReadOnlyList<SubtaskId> Subtasks) : CoordinatorEffect;

    /// <summary>Tell the job manager and everybody who waits that the job has ended.</summary>
    public sealed record AnnounceEnd(JobStatus Status) : CoordinatorEffect;
}

/// <summary>One step of the core.</summary>
/// <param name="Events">To be written before anything else happens; mostly none.</param>
/// <param name="Effects">To be done then, in this order.</param>
internal sealed record CoordinatorStep(IReadOnlyList<ICoordinatorEvent> Events, IReadOnlyList<CoordinatorEffect> Effects);
