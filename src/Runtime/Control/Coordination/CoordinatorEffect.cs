using FlowActors.Runtime.Subtasks.Deployment;
using static FlowActors.Runtime.Control.Nodes.NodeAgentProtocol;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>What the core of a coordinator asks its shell to do.</summary>
internal abstract record CoordinatorEffect
{
    private CoordinatorEffect()
    {
    }

    /// <summary>Tell the agent of a node.</summary>
    public sealed record ToNode(string Node, IAttemptCommand Command) : CoordinatorEffect;

    /// <summary>Tell the enumerator of a source.</summary>
    public sealed record ToEnumerator(ReaderReport Report) : CoordinatorEffect;

    /// <summary>Ask the job manager where the slots may live.</summary>
    public sealed record Place(int Request, int Slots) : CoordinatorEffect;

    /// <summary>Tell the job manager where slots live already: of an attempt that is taken up; null when there is none.</summary>
    public sealed record Claim(AttemptPlacement? Placement) : CoordinatorEffect;

    /// <summary>These nodes did not stop an attempt in time.</summary>
    public sealed record LeftBehind(AttemptId Attempt, IReadOnlyList<string> Nodes) : CoordinatorEffect;

    /// <summary>The job has ended: tell who waits.</summary>
    public sealed record AnnounceEnd(JobStatus Status) : CoordinatorEffect;
}

/// <summary>Decisions to write down, and then effects to perform.</summary>
internal sealed record CoordinatorStep(IReadOnlyList<ICoordinatorEvent> Events, IReadOnlyList<CoordinatorEffect> Effects);
