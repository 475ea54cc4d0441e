using Akka.Actor;
using Akka.Cluster;
using Akka.DistributedData;
using Akka.Pattern;
using Akka.Persistence;
using Microsoft.Extensions.Logging;
using static FlowActors.Runtime.Control.CoordinatorProtocol;
using static FlowActors.Runtime.Control.JobManagerProtocol;
using static FlowActors.Runtime.Control.NodeProtocol;

namespace FlowActors.Runtime.Control;

/// <summary>
/// The cluster's one job manager: knows the nodes, accepts jobs, keeps a coordinator for each, and gives attempts their slots.
/// </summary>
internal sealed partial class JobManager : UntypedPersistentActor
{
    /// <summary>The name of the singleton.</summary>
    public const string SingletonName = "job-manager";

    private readonly ControlServices _services;
    private readonly ILogger _log;
    private readonly JobDirectory _jobs;
    private readonly NodeDirectory _nodes = new();
    private readonly JobPlacements _placements;
    private readonly Dictionary<JobId, IActorRef> _coordinators = [];
    private readonly Dictionary<JobId, int> _slots = [];
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly IActorRef _replicator = DistributedData.Get(Context.System).Replicator;

    public JobManager(ControlServices services)
    {
        _services = services;
        _log = services.Loggers.CreateLogger("FlowActors.JobManager");
        _jobs = new JobDirectory(services.Settings.Coordinator.HistoryMax, services.HeldJobs.IsHeld);
        _placements = new JobPlacements(services.Settings.Sharding.Shards);
    }

    public override string PersistenceId => SingletonName;

    public override Recovery Recovery => new(SnapshotSelectionCriteria.None);

    /// <summary>The job manager under a supervisor that starts it again when its journal fails.</summary>
    public static Props Props(ControlServices services) => Supervised(
        Akka.Actor.Props.Create(() => new JobManager(services)).WithDispatcher(ControlServices.Dispatcher), "jobs", services);

    internal static Props Supervised(Props actor, string name, ControlServices services) => BackoffSupervisor.Props(
        Backoff.OnStop(
            actor,
            name,
            services.Settings.Coordinator.JournalBackoffMin,
            services.Settings.Coordinator.JournalBackoffMax,
            randomFactor: 0.2,
            maxNrOfRetries: -1)).WithDispatcher(ControlServices.Dispatcher);

    protected override void PreStart()
    {
        _cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent));
        base.PreStart();
    }

    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        base.PostStop();
    }

    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case IManagerEvent e: Apply(e); break;
            case RecoveryCompleted:
                // Jobs that had not ended have to hear what became of them; the others are read when somebody asks.
                foreach (var job in _jobs.All.Where(j => j.End is null).ToList()) Coordinator(job.Job);
                break;
        }
    }

    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case PlaceAttempt e: Place(e, Sender); break;
            case IUpdateResponse { Request: PlacementWritten e }: Answer(e); break;
            case IJobMessage e: Forward(e); break;
            case RegisterNode e: Register(e.Node); break;
            case SubmitJob e: Submit(e.Job); break;
            case JobEnded e: OnEnded(e); break;
            case ShardFound e: _placements.Found(e.ShardId, e.Node); break;
            case GetNodes: Sender.Tell(new Nodes([.. _nodes.All.Select(n => n.Node)])); break;
            case GetJobs e: Sender.Tell(Page(e)); break;
            case DeleteMessagesSuccess: break;
            case DeleteMessagesFailure e: ControlLog.JournalNotShortened(_log, PersistenceId, e.Cause); break;
            case ClusterEvent.MemberLeft e: _nodes.Remove(AddressOf(e)); break;
            case ClusterEvent.MemberDowned e: OnLost(AddressOf(e)); break;
            case ClusterEvent.MemberRemoved e: OnLost(AddressOf(e)); break;
            case ClusterEvent.IMemberEvent: break;
            default: Unhandled(message); break;
        }
    }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        ControlLog.JournalFailed(_log, PersistenceId, cause);

    // The event is lost and the handler does not run: going on would mean two truths. The supervisor starts the actor anew.
    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        ControlLog.JournalFailed(_log, PersistenceId, cause);
        Context.Stop(Self);
    }

    private static string AddressOf(ClusterEvent.IMemberEvent e) => e.Member.Address.ToString();
}
