using Akka.Actor;
using FlowActors.Runtime.Exchange;
using FlowActors.Runtime.Subtasks.Deployment;
using FlowActors.Runtime.Subtasks.State;
using FlowActors.Threading;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Subtasks;

/// <summary>What the subtasks of one node share. Made once, when the node starts; thread-safe.</summary>
internal sealed record NodeServices
{
    /// <summary>The Akka address of the node, as it stands in placements.</summary>
    public required string Node { get; init; }

    /// <summary>Connects subtasks.</summary>
    public required NodeExchange Exchange { get; init; }

    /// <summary>What the subtasks here are built from.</summary>
    public required NodeDeployments Deployments { get; init; }

    /// <summary>The subtasks that live here.</summary>
    public required NodeSubtasks Subtasks { get; init; }

    /// <summary>Sees to it that runs do not hold records back.</summary>
    public required LongRunWatch LongRuns { get; init; }

    /// <summary>The state backends of the node.</summary>
    public required StateBackends StateBackends { get; init; }

    /// <summary>Runs something on a thread that may block, not on one that runs operators. Called from any thread.</summary>
    public required Action<Action> RunBlocking { get; init; }

    /// <summary>The settings of the node that subtasks go by.</summary>
    public required SubtaskSettings Settings { get; init; }

    public required ILoggerFactory LoggerFactory { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>The clock that jobs see. Default: the system's.</summary>
    public TimeProvider JobTime { get; init; } = TimeProvider.System;

    /// <summary>Announces waits of operator threads.</summary>
    public required IBlockingScope BlockingScope { get; init; }

    /// <summary>Starts threads of user code beside those of the dispatchers.</summary>
    public IThreadStarter Threads { get; init; } = ProcessThreads.Instance;
}
