using System.Diagnostics;
using Akka.Actor;
using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Control.Placement;
using FlowActors.Runtime.Control.Watching;
using FlowActors.Runtime.Control.Wire;
using FlowActors.Runtime.Planning;
using FlowActors.Runtime.Protocols;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Deployment;
using Microsoft.Extensions.Logging;
using static FlowActors.Runtime.Control.Management.JobManagerProtocol;
using static FlowActors.Runtime.Control.Nodes.NodeAgentProtocol;

namespace FlowActors.Runtime.Control.Nodes;

/// <summary>
/// The control plane's hand on a node: registers it, brings subtasks to where coordinators want them (<see cref="NodeAgentCore"/>),
/// interrupts attempts, tells figures. Never waits for operators.
/// </summary>
internal sealed class NodeAgent : UntypedActor, IWithTimers
{
    /// <summary>The name below <c>/user</c> on every node.</summary>
    public const string ActorName = "node-agent";

    private static readonly TimeSpan FirstInterval = TimeSpan.FromMilliseconds(200);

    private readonly AgentServices _services;
    private readonly NodeAgentCore _core;
    private readonly Dictionary<AttemptId, IActorRef> _coordinators = [];
    private readonly Dictionary<SubtaskId, IActorRef> _subtasks = [];
    private readonly Dictionary<IActorRef, SubtaskId> _watched = [];
    private readonly TaskCompletionSource _registered;
    private readonly NodeLooks _looks;
    private IActorRef _watches = ActorRefs.Nobody;
    private IReadOnlyList<string> _otherBuilds = [];
    private bool _isDraining;
    private bool _hasLeft;

    public NodeAgent(AgentServices services, TaskCompletionSource registered)
    {
        _services = services;
        _registered = registered;
        _looks = new NodeLooks(services.Info, services.Work, services.RecentLogs, services.Since);
        _core = new NodeAgentCore(services.Info.Node, services.Info.Incarnation, services.Coordinator);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The way to the agent of a node.</summary>
    public static ActorSelection On(string node, IActorContext from) => from.ActorSelection($"{node}/user/{ActorName}");

    protected override void PreStart()
    {
        _watches = Context.ActorOf(WatchAgent.Props(_services.Work, _services.Time).WithDispatcher(ControlServices.Dispatcher), "watches");
        Register();
    }

    // The next one knows nothing of what runs here, so nothing may: coordinators hear that the attempts are not known any more.
    protected override void PreRestart(Exception reason, object message)
    {
        _services.Work.InterruptAll();
        foreach (var (id, subtask) in _subtasks) subtask.Tell(new SubtaskProtocol.Stop(id), ActorRefs.NoSender);
        _services.Deployments.Clear();
        _services.Copies?.Clear();
        base.PreRestart(reason, message);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case AssignSplits e:
                if (_core.Accepts(e)) Tell(new SubtaskProtocol.TakeSplits(new SubtaskId(e.Attempt.Job, e.Attempt.Number, e.Vertex, e.Subtask), e.From, e.Splits, e.NoMore, e.Behind));
                break;
            case IAttemptCommand e:
                if (_core.Accepts(e)) _coordinators[e.Attempt] = Sender;
                Handle(e);
                break;
            case SubtaskProtocol.ReaderTold e: PassOn(e); break;
            case SubtaskProtocol.IEvent e:
                Watch(e);
                Handle(e);
                break;
            case Terminated e:
                // Behind whatever the subtask has said before it ended.
                if (_watched.Remove(e.ActorRef, out var id)) Self.Tell(new SubtaskGone(id));
                break;
            case SubtaskGone e:
                _subtasks.Remove(e.Subtask);
                Handle(e);
                break;
            case GetJobFigures e: TellFigures(e); break;
            case StateQueryProtocol.GetStates e: StateQueries.Answer(e, _services.Work, Sender); break;
            case StateQueryProtocol.GetScan e: StateQueries.Answer(e, _services.Work, Sender); break;
            case StateQueryProtocol.GetKeys e: StateQueries.Answer(e, _services.Work, Sender); break;
            case StateWatchProtocol.WatchKey or StateWatchProtocol.EndWatch: _watches.Forward(message); break;
            case NodeLookProtocol.GetNodeView e: Sender.Tell(_looks.Answer(e)); break;
            case NodeLookProtocol.GetNodeThreads e: Sender.Tell(_looks.Answer(e)); break;
            case NodeLookProtocol.GetNodeLogs e: Sender.Tell(_looks.Answer(e)); break;
            case NodeLookProtocol.GetDisposal e: Sender.Tell(new NodeLookProtocol.DisposalSeen(_services.Disposals.Find(e.Request))); break;
            case ForgetFigures e: _services.Work.ForgetFigures(e.Job); break;
            case ForgetJob e:
                Handle(e);
                Forget(e.Job);
                break;
            case GraphBuilt or GraphNotBuilt or Tick: Handle(message); break;
            case NodeRegistered e:
                OnRegistered(e);
                break;
            case BeginDrain: BeginToDrain(); break;
            case NodeRefused e: OnRefused(e); break;
            case RegisterAgain: Register(); break;
            default: Unhandled(message); break;
        }
    }

    private void Handle(object message)
    {
        foreach (var effect in _core.Handle(message, _services.Time.GetUtcNow())) Do(effect);
        if (_core.WakeAt is not { } due)
        {
            Timers.Cancel(nameof(Tick));
            return;
        }

        var delay = due - _services.Time.GetUtcNow();
        Timers.StartSingleTimer(nameof(Tick), Tick.Instance, delay > TimeSpan.Zero ? delay : TimeSpan.Zero);
    }

    private void Do(NodeEffect effect)
    {
        switch (effect)
        {
            case NodeEffect.Build e: Build(e.Attempt); break;
            case NodeEffect.Tell e: Tell(e.Command); break;
            case NodeEffect.Interrupt e: _services.Work.Interrupt(e.Attempt); break;
            case NodeEffect.Report e:
                if (_coordinators.TryGetValue(e.Message.Attempt, out var coordinator)) coordinator.Tell(e.Message);
                break;
            case NodeEffect.Pass e:
                if (_coordinators.TryGetValue(e.Attempt, out var leader)) leader.Tell(e.Message);
                break;
            case NodeEffect.Release e:
                _services.Deployments.Remove(e.Attempt);
                _services.Copies?.End(e.Attempt);
                break;
            case NodeEffect.LeaseLost e: ControlLog.LeaseLost(_services.Log, e.Attempt.ToString(), _services.Coordinator.Lease); break;
            default: throw new UnreachableException($"Unknown effect {effect.GetType()} of the agent of node {_services.Info.Node}.");
        }
    }

    // Building runs user code, which may take its time or never return: on a thread of its own.
    private void Build(DeployAttempt command)
    {
        var services = _services;
        var self = Self;
        Task.Factory.StartNew(object () =>
        {
            try
            {
                var graph = services.Catalog.Resolve(command.Job);
                if (graph.Job.Hash != command.GraphHash)
                    throw new GraphMismatchException(command.Job.JobName, services.Info.Node, command.GraphHash, graph.Job.Hash);
                return new GraphBuilt(Deployment(command, graph, services));
            }
            catch (Exception e)
            {
                var failure = SubtaskFailure.From(null, e);
                return new GraphNotBuilt(command.Attempt, failure.Kind is FailureKind.Final or FailureKind.SnapshotUnreadable ? failure : failure with { Kind = FailureKind.NotBuilt });
            }
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ContinueWith(built => Deploy(built.Result, services, self), TaskScheduler.Default);
    }

    private static AttemptDeployment Deployment(DeployAttempt command, ExecutionGraph graph, AgentServices services)
    {
        var deployment = new AttemptDeployment(command.Attempt, graph, command.Placement);
        if (!command.TakesCheckpoints) return deployment;
        var storage = services.Checkpoints.Of(command.Attempt.Job);
        return deployment with
        {
            Storage = storage,
            Copies = services.Copies,
            Restored = command.Restore is { } from ? RestoredSnapshot.Read(storage, from, services.Copies) : null,
            StandsStill = command.Restore?.EndsJob == true,
        };
    }

    // There before the first subtask asks for it.
    private static void Deploy(object built, AgentServices services, IActorRef self)
    {
        if (built is GraphBuilt { Deployment: var deployment })
        {
            services.Deployments.Add(deployment);
            services.Copies?.Begin(deployment.Attempt, deployment.Restored is { IsOwn: true } own ? own.Checkpoint : null);
        }

        self.Tell(built);
    }

    private void Tell(SubtaskProtocol.ICommand command)
    {
        if (_subtasks.TryGetValue(command.Subtask, out var subtask)) subtask.Tell(command, Self);
        else if (_services.Deployments.Find(command.Subtask) is { } deployment) TellShard(deployment, command);
    }

    private void TellShard(AttemptDeployment deployment, SubtaskProtocol.ICommand command) => _services.Subtasks.Tell(
        new ShardEnvelope(
            deployment.Placement.Shards[command.Subtask.Index], command, deployment.Graph.Job.Vertices[command.Subtask.Vertex].IsBlocking),
        Self);

    private void PassOn(SubtaskProtocol.ReaderTold told)
    {
        if (_services.Deployments.Find(told.Subtask) is not { Attempt: var attempt } || !_coordinators.TryGetValue(attempt, out var coordinator)) return;
        coordinator.Tell(new ReaderReport(attempt, _services.Info.Node, told.Subtask.Vertex, told.Subtask.Index, told.Requests, told.Received, told.Report));
    }

    private void Watch(SubtaskProtocol.IEvent message)
    {
        if (message is SubtaskProtocol.Misplaced || !_watched.TryAdd(Sender, message.Subtask)) return;
        _subtasks[message.Subtask] = Sender;
        Context.Watch(Sender);
    }

    // Who asks hears nothing of what cannot be read, and says so.
    private void TellFigures(GetJobFigures request)
    {
        try
        {
            Sender.Tell(Page(request));
        }
        catch (Exception e)
        {
            ControlLog.FiguresUnread(_services.Log, request.Job, e);
        }
    }

    private JobFigures Page(GetJobFigures request)
    {
        var (subtasks, more) = Pages.First(
            _services.Work.Figures(request.Job, request.Attempts, request.After, request.WithDetails), ControlJson.Default.SubtaskFigures);
        return new JobFigures(_services.Info.Node, subtasks, more);
    }

    private void Forget(JobId job)
    {
        _services.Catalog.Remove(job);
        _services.Copies?.Forget(job);
        foreach (var attempt in _coordinators.Keys.Where(a => a.Job == job).ToList()) _coordinators.Remove(attempt);
    }

    // Repeated for ever: a job manager that has moved to another node must hear of everyone, and of what runs there. The first time
    // it may not know this node as a member yet, and answers nothing: whoever starts the node waits for that.
    private void Register()
    {
        _services.JobManager.Tell(new RegisterNode(_services.Info, _core.Running) { IsDraining = _isDraining });
        var isFirst = (!_registered.Task.IsCompleted || _isDraining) && _services.RegisterInterval > FirstInterval;
        Timers.StartSingleTimer(nameof(RegisterAgain), RegisterAgain.Instance, isFirst ? FirstInterval : _services.RegisterInterval);
    }

    // From now on it is asked often: who waits for the end is a person, or a service manager.
    private void BeginToDrain()
    {
        if (_isDraining) return;
        _isDraining = true;
        ControlLog.NodeDrains(_services.Log, _services.Info.Node);
        Register();
    }

    private void Leave()
    {
        if (!_isDraining || _hasLeft) return;
        _hasLeft = true;
        ControlLog.NodeDrained(_services.Log, _services.Info.Node);
        var cluster = Akka.Cluster.Cluster.Get(Context.System);
        cluster.Leave(cluster.SelfAddress);
    }

    private void OnRegistered(NodeRegistered registered)
    {
        var others = registered.OtherBuilds ?? [];
        if (!others.SequenceEqual(_otherBuilds) && others.Count > 0) ControlLog.OtherBuilds(_services.Log, registered.Node, string.Join(", ", others));
        _otherBuilds = others;
        _services.LiveJobs.Registered(registered.Epoch, others);
        _registered.TrySetResult();
        if (registered.IsDrained) Leave();
    }

    private void OnRefused(NodeRefused refused)
    {
        ControlLog.NodeRefused(_services.Log, refused.Node, refused.Reason);
        _registered.TrySetException(new JobValidationException($"Node {refused.Node} was refused by the cluster: {refused.Reason}"));
    }

    private sealed class RegisterAgain
    {
        public static readonly RegisterAgain Instance = new();
    }
}
