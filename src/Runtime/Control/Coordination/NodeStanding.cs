using System.Collections.Immutable;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Transport;
using static FlowActors.Runtime.Control.Nodes.NodeAgentProtocol;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>What a coordinator knows of an attempt on one node.</summary>
internal sealed class NodeStanding(NodePlace place, DateTimeOffset now)
{
    public NodePlace Place => place;

    /// <summary>True once the node has said anything.</summary>
    public bool WasHeard { get; private set; }

    /// <summary>When the node said something last, or was asked first.</summary>
    public DateTimeOffset HeardAt { get; private set; } = now;

    /// <summary>When it was sent something last.</summary>
    public DateTimeOffset AskedAt { get; set; } = DateTimeOffset.MinValue;

    /// <summary>True when the node holds the attempt.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>The phase that all its subtasks have reached; never taken back.</summary>
    public SubtaskPhase Reached { get; private set; }

    /// <summary>True when the node is gone, or is not the process that the attempt was handed to.</summary>
    public bool IsLost { get; set; }

    /// <summary>True when no subtask is left there that could do anything.</summary>
    public bool IsOver => IsLost || Reached >= SubtaskPhase.Finished || (WasHeard && !IsKnown);

    /// <summary>The sums that it told of last.</summary>
    public IReadOnlyDictionary<string, AccumulatorValue> Accumulators { get; private set; } = ImmutableDictionary<string, AccumulatorValue>.Empty;

    /// <summary>What it said so far of not knowing the attempt does not count: a command to deploy it may still be under way.</summary>
    public void AskAnew() => WasHeard = false;

    /// <summary>The subtasks there that have ended their input, as far as it has told; never taken back.</summary>
    public HashSet<SubtaskNumber> Ended { get; } = [];

    public void Take(AttemptReport report, DateTimeOffset now)
    {
        HeardAt = now;
        WasHeard = true;
        IsKnown = report.IsKnown;
        Ended.UnionWith(report.Ended ?? []);
        if (report.Reached < Reached) return;
        Reached = report.Reached;
        Accumulators = report.Accumulators ?? Accumulators;
    }
}
