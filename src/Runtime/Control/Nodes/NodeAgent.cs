using Akka.Actor;
using Microsoft.Extensions.Logging;
using static FlowActors.Runtime.Control.NodeProtocol;

namespace FlowActors.Runtime.Control;

/// <summary>The control plane's hand on a node: registers it, interrupts attempts, tells figures. Never waits for operators.</summary>
internal sealed class NodeAgent : UntypedActor, IWithTimers
{
    /// <summary>The name below <c>/user</c> on every node.</summary>
    public const string ActorName = "node-agent";

    private static readonly TimeSpan FirstInterval = TimeSpan.FromMilliseconds(200);

    private readonly NodeInfo _node;
    private readonly IActorRef _jobManager;
    private readonly INodeWork _work;
    private readonly JobCatalog _catalog;
    private readonly ILogger _log;
    private readonly TimeSpan _registerInterval;
    private readonly TaskCompletionSource _registered;

    public NodeAgent(
        NodeInfo node, IActorRef jobManager, INodeWork work, JobCatalog catalog, TimeSpan registerInterval, ILogger log, TaskCompletionSource registered)
    {
        _node = node;
        _jobManager = jobManager;
        _work = work;
        _catalog = catalog;
        _log = log;
        _registerInterval = registerInterval;
        _registered = registered;
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Register();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case InterruptAttempt e: _work.Interrupt(e.Job, e.Attempt); break;
            case GetJobFigures e: Sender.Tell(Page(e)); break;
            case ForgetJob e: _catalog.Remove(e.Job); break;
            case ForgetFigures e: _work.ForgetFigures(e.Job); break;
            case NodeRegistered: _registered.TrySetResult(); break;
            case NodeRefused e: OnRefused(e); break;
            case Tick: Register(); break;
            default: Unhandled(message); break;
        }
    }

    private JobFigures Page(GetJobFigures request)
    {
        var (subtasks, more) = Pages.First(
            _work.Figures(request.Job, request.Attempt, request.After), ControlJson.Default.SubtaskFigures);
        return new JobFigures(_node.Node, subtasks, more);
    }

    // Repeated for ever: a job manager that has moved to another node must hear of everyone. The first time it may not know this
    // node as a member yet, and answers nothing: whoever starts the node waits for that.
    private void Register()
    {
        _jobManager.Tell(new RegisterNode(_node));
        var isFirst = !_registered.Task.IsCompleted && _registerInterval > FirstInterval;
        Timers.StartSingleTimer(nameof(Tick), Tick.Instance, isFirst ? FirstInterval : _registerInterval);
    }

    private void OnRefused(NodeRefused refused)
    {
        ControlLog.NodeRefused(_log, refused.Node, refused.Reason);
        _registered.TrySetException(new JobValidationException($"Node {refused.Node} was refused by the cluster: {refused.Reason}"));
    }

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
