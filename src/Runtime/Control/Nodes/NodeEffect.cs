using FlowActors.Runtime.Protocols;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Deployment;
using static FlowActors.Runtime.Control.Nodes.NodeAgentProtocol;

namespace FlowActors.Runtime.Control.Nodes;

/// <summary>What the core of an agent asks its shell to do.</summary>
internal abstract record NodeEffect
{
    private NodeEffect()
    {
    }

    /// <summary>Build the graph, away from the control threads; answered to the core by <see cref="GraphBuilt"/> or <see cref="GraphNotBuilt"/>.</summary>
    public sealed record Build(DeployAttempt Attempt) : NodeEffect;

    /// <summary>Tell a subtask: its actor where that is known, else through its shard.</summary>
    public sealed record Tell(SubtaskProtocol.ICommand Command) : NodeEffect;

    /// <summary>Reach the attempt's user code, also where its thread blocks.</summary>
    public sealed record Interrupt(AttemptId Attempt) : NodeEffect;

    /// <summary>Nothing of the attempt is needed any more but what was reported of it.</summary>
    public sealed record Release(AttemptId Attempt) : NodeEffect;

    /// <summary>Tell the attempt's coordinator.</summary>
    public sealed record Report(AttemptReport Message) : NodeEffect;

    /// <summary>Pass on to the attempt's coordinator what a subtask has said of a checkpoint.</summary>
    public sealed record Pass(AttemptId Attempt, IControlEvent Message) : NodeEffect;

    /// <summary>The coordinator was not heard of for longer than the lease.</summary>
    public sealed record LeaseLost(AttemptId Attempt) : NodeEffect;
}

/// <summary>Within an agent: the graph is there.</summary>
internal sealed record GraphBuilt(AttemptDeployment Deployment);

/// <summary>Within an agent: the graph could not be built.</summary>
internal sealed record GraphNotBuilt(AttemptId Attempt, SubtaskFailure Failure);

/// <summary>Within an agent: the actor of a subtask is gone.</summary>
internal sealed record SubtaskGone(SubtaskId Subtask);
