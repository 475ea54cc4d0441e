using Akka.Actor;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Subtasks.Deployment;
using FlowActors.Runtime.Subtasks.Dispatching;
using FlowActors.Runtime.Subtasks.State;
using FlowActors.Runtime.Transport;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Hosting;

/// <summary>
/// How a node runs subtasks: the props of one by its entity id, the way to those that run, what watches them until the
/// node ends, and what is disposed when they have ended.
/// </summary>
internal sealed record SubtaskHosting(Func<string, Props> Props, INodeWork Work, IDisposable? Telemetry = null, IDisposable? Backends = null)
{
    /// <summary>The backends that read databases of checkpoints; null for none.</summary>
    public StateBackends? StoredBy => Backends as StateBackends;
}

/// <summary>What a node brings along for its subtasks.</summary>
internal sealed record NodeParts(
    string Node,
    IDataTransport Transport,
    NodeDeployments Deployments,
    RuntimeSettings Settings,
    ILoggerFactory Loggers,
    TimeProvider Time,
    TimeProvider JobTime,
    OperatorExecutors Executors,
    Action<Action> RunBlocking);
