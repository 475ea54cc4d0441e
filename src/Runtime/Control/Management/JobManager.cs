using System.Diagnostics;
using Akka.Actor;
using Akka.Cluster;
using Akka.DistributedData;
using Akka.Pattern;
using Akka.Persistence;
using FlowActors.Graph;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Control.Placement;
using FlowActors.Runtime.Planning;
using FlowActors.Runtime.Protocols;
using FlowActors.Runtime.Subtasks.State;
using Microsoft.Extensions.Logging;
using static FlowActors.Runtime.Control.Coordination.JobCoordinatorProtocol;
using static FlowActors.Runtime.Control.Management.JobManagerProtocol;

namespace FlowActors.Runtime.Control.Management;

/// <summary>
/// The cluster's one job manager: gives messages to its <see cref="JobManagerCore"/>, writes its decisions down, and then does
/// what it asks for. The coordinators of jobs are its children.
/// </summary>
internal sealed class JobManager : UntypedPersistentActor
{
    /// <summary>The name of the singleton.</summary>
    public const string SingletonName = "job-manager";

    private const int ChunkMax = 100;
    private static readonly TimeSpan PlacementWriteTimeout = TimeSpan.FromSeconds(1);

    private readonly ControlServices _services;
    private readonly ILogger _log;
    private readonly JobManagerCore _core;
    private readonly Dictionary<JobId, IActorRef> _coordinators = [];
    private int _decisions;
    private bool _isOver;
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly IActorRef _replicator = DistributedData.Get(Context.System).Replicator;

    public JobManager(ControlServices services)
    {
        _services = services;
        _log = services.Loggers.CreateLogger("FlowActors.JobManager");
        _core = new JobManagerCore(services.Sharding.Shards, services.Coordinator, services.HeldJobs.IsHeld, services.Storage, services.Sharding.SettleTime, services.Builds, NodeVersion.Own,
            job => CheckpointUse.AreTaken(services.Checkpoints, job.Job, job.Shape));
    }

    public override string PersistenceId => SingletonName;

    public override Recovery Recovery => new(SnapshotSelectionCriteria.None);

    /// <summary>The job manager under a supervisor that starts it again when its journal fails.</summary>
    public static Props Props(ControlServices services) => Supervised(
        Akka.Actor.Props.Create(() => new JobManager(services)).WithDispatcher(ControlServices.Dispatcher), "jobs", services);

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
            case IManagerEvent e:
                _core.Replay(e);
                _decisions++;
                break;
            case RecoveryCompleted: Begin(); break;
        }
    }

    protected override void OnCommand(object message)
    {
        if (_isOver) return;
        switch (message)
        {
            case JournalContested: Context.Stop(Self); break;
            case IJobMessage e: Forward(e); break;
            case SubmitJob or GetNodes or GetJobs or DrainNode: Handle(new Asked(Sender, (IControlMessage)message)); break;
            case RegisterNode e: Handle(new Registering(Sender, e, IsUp(e.Node.Node))); break;
            case IUpdateResponse { Request: PlacementWritten e }: OnWritten(e); break;
            case ClusterEvent.MemberLeft or ClusterEvent.MemberExited: Handle(new MemberGone(AddressOf((ClusterEvent.IMemberEvent)message), IsLeaving: true)); break;
            case ClusterEvent.MemberDowned or ClusterEvent.MemberRemoved: Handle(new MemberGone(AddressOf((ClusterEvent.IMemberEvent)message), IsLeaving: false)); break;
            case ClusterEvent.IMemberEvent e: Handle(new MemberHere(AddressOf(e))); break;
            case PlaceJob or ClaimPlacement or SlotsStay or JobEnded or JobBuilt or JobNotBuilt: Handle(message); break;
            case IUpdateResponse or DeleteMessagesSuccess: break;
            case DeleteMessagesFailure e: ControlLog.JournalNotShortened(_log, PersistenceId, e.Cause); break;
            default: Unhandled(message); break;
        }
    }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) => OnJournalFailed(cause);

    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        _services.JournalTrouble.Began(reason);
        base.OnRecoveryFailure(reason, message);
    }

    // The event is lost and the handler does not run: going on would mean two truths. The supervisor starts the actor anew.
    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        OnJournalFailed(cause);
        Context.Stop(Self);
    }

    private void OnJournalFailed(Exception cause)
    {
        _services.JournalTrouble.Began(cause);
        ControlLog.JournalFailed(_log, PersistenceId, cause);
    }

    internal static Props Supervised(Props actor, string name, ControlServices services) => BackoffSupervisor.Props(
        Backoff.OnStop(
            actor,
            name,
            services.Coordinator.JournalBackoffMin,
            services.Coordinator.JournalBackoffMax,
            randomFactor: 0.2,
            maxNrOfRetries: -1)).WithDispatcher(ControlServices.Dispatcher);

    private DateTimeOffset Now => _services.Time.GetUtcNow();

    private void Begin()
    {
        if (_services.Claim.IsLostTo(_core.Jobs.Epoch))
        {
            _isOver = true;
            ControlLog.JournalTaken(_log, _core.Jobs.Epoch, _services.Claim.Epoch);
            CoordinatedShutdown.Get(Context.System).Run(CoordinatedShutdown.ClusterDowningReason.Instance);
            return;
        }

        _services.LiveJobs.TakeOver(_core.Jobs.Epoch, _core.Jobs.All.Where(j => j.End is null).Select(j => j.Job));
        var step = _core.Start(_cluster.State.Members.Select(m => m.Address.ToString()), Now);
        _services.Claim.Begin(_core.Jobs.Epoch);
        Perform(step);
    }

    private void Handle(object message) => Perform(_core.Handle(message, Now));

    private void Perform(ManagerStep step)
    {
        if (step.Events.Count == 0)
        {
            foreach (var effect in step.Effects) Do(effect);
            return;
        }

        var unwritten = step.Events.Count;
        PersistAll(step.Events, _ =>
        {
            _decisions++;
            if (--unwritten > 0) return;
            _services.JournalTrouble.Ended();
            foreach (var effect in step.Effects) Do(effect);
            KeepJournalShort();
        });
    }

    // What is remembered is written once more behind all that has led to it, which then is deleted. Whatever a crash leaves of
    // the two reads the same.
    private void KeepJournalShort()
    {
        if (_decisions < 64 + (4 * _core.Jobs.All.Count)) return;
        var before = LastSequenceNr;
        var decisions = _core.Jobs.Decisions.ToList();
        _decisions = decisions.Count;
        var unwritten = decisions.Count;
        foreach (var chunk in decisions.Chunk(ChunkMax))
        {
            PersistAll(chunk, _ =>
            {
                if (--unwritten == 0) DeleteMessages(before);
            });
        }
    }

    private void Do(ManagerEffect effect)
    {
        switch (effect)
        {
            case ManagerEffect.Build e: Build(e.Job); break;
            case ManagerEffect.StartCoordinator e: Coordinator(e.Job); break;
            case ManagerEffect.Forget e: Forget(e.Job); break;
            case ManagerEffect.Refused e: ControlLog.JobRefused(_log, e.Job.JobName, e.Job.Id, e.Reason, e.Cause); break;
            case ManagerEffect.Delayed e: ControlLog.JobWaitsForSlots(_log, e.Job.JobName, e.Job.Id, e.Reason); break;
            case ManagerEffect.NotDrained e: ControlLog.DrainRefused(_log, e.Node, e.Reason); break;
            case ManagerEffect.ReleaseGraph e: _services.Catalog.Remove(e.Job); break;
            case ManagerEffect.Reply e: ((IActorRef)e.Asker).Tell(e.Message); break;
            case ManagerEffect.ToCoordinator e:
                if (_coordinators.TryGetValue(e.Job, out var coordinator)) coordinator.Tell(e.Message);
                break;
            case ManagerEffect.ToNode e: NodeAgent.On(e.Node, Context).Tell(e.Message); break;
            case ManagerEffect.WriteHomes e: WriteHomes(e.Homes, e.Token); break;
            case ManagerEffect.NodeChanged e: LogNode(e); break;
            default: throw new UnreachableException($"Unknown effect {effect.GetType()} of the job manager.");
        }
    }

    // Building runs user code, which may take its time or never return: on a thread of its own. Whatever it throws is the submitter's business.
    private void Build(JobSpec job) => Task.Factory.StartNew(object () =>
    {
        try
        {
            var graph = _services.Catalog.Resolve(job);
            if (StateMemoryCheck.Refusal(graph, _services.State) is { } refusal) throw new JobValidationException(refusal);
            OriginCheck.Check(job with { Parallelism = ResolvedParallelism.Of(graph.Job) }, graph, _services);
            var checkpoints = _services.Checkpoints.SettingsOf(graph.Job.Settings.Checkpoints);
            WarnOfUids(job, graph.Job, takesCheckpoints: checkpoints.Interval is not null);
            return new JobBuilt(job with { Parallelism = ResolvedParallelism.Of(graph.Job) }, JobShape.Of(graph, takesCheckpoints: checkpoints.Interval is not null));
        }
        catch (Exception e)
        {
            return new JobNotBuilt(job, e is JobValidationException ? ExceptionText.Message(e) : $"{e.GetType()}: {ExceptionText.Message(e)}", e);
        }
    }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).PipeTo(Self);

    // Only a registered job may have other code one day.
    private void WarnOfUids(JobSpec job, JobGraph graph, bool takesCheckpoints)
    {
        if (job.RegisteredName is null || !takesCheckpoints || DerivedUids.Of(graph) is not { Count: > 0 } operators) return;
        ControlLog.UidsDerived(_log, job.JobName, job.Id, string.Join(", ", operators.Select(o => $"'{o}'")));
    }

    private void Forget(JobId job)
    {
        if (_coordinators.Remove(job, out var coordinator)) Context.Stop(coordinator);
        var (id, log) = (JobCoordinator.PersistenceIdOf(job), _log);
        Context.ActorOf(Akka.Actor.Props.Create(() => new JournalEraser(id, log)).WithDispatcher(ControlServices.Dispatcher));
    }

    private void Forward(IJobMessage message)
    {
        if (message is RescaleProtocol.RescaleJob rescale) message = rescale with { SlotsMax = _core.ShardsFor(message.Job), RoomMax = _core.RoomFor(message.Job) };
        if (_core.Jobs.Find(message.Job) is { } job) Coordinator(job).Forward(message);
        else Sender.Tell(new JobUnknown(message.Job));
    }

    /// <summary>The coordinator of a job; started when it is not there.</summary>
    private IActorRef Coordinator(JobEntry job)
    {
        if (_coordinators.TryGetValue(job.Job.Id, out var coordinator)) return coordinator;
        var (manager, services, epoch) = (Self, _services, _core.Jobs.Epoch);
        var props = Akka.Actor.Props.Create(() => new JobCoordinator(job, epoch, manager, services)).WithDispatcher(ControlServices.Dispatcher);
        return _coordinators[job.Job.Id] = Context.ActorOf(Supervised(props, "coordinator", services), $"job-{job.Job.Id}");
    }

    // The shard coordinator reads the places from the distributed data of its own node, which mostly is this one.
    private void WriteHomes(IReadOnlyDictionary<string, string> homes, PlacementWritten? token)
    {
        _services.ShardHomes.Set(homes);
        IWriteConsistency consistency = _core.Nodes.Count <= 1 ? WriteLocal.Instance : new WriteMajority(PlacementWriteTimeout);
        _replicator.Tell(Dsl.Update(
            ShardHomes.Key,
            LWWDictionary<string, string>.Empty,
            consistency,
            token,
            known => homes.Aggregate(known, (d, h) => d.TryGetValue(h.Key, out var node) && node == h.Value ? d : d.SetItem(_cluster, h.Key, h.Value))));
    }

    // A write that did not reach the majority in time still spreads; a shard that is put elsewhere meanwhile is moved.
    private void OnWritten(PlacementWritten written)
    {
        _replicator.Tell(FlushChanges.Instance);
        Handle(written);
    }

    private void LogNode(ManagerEffect.NodeChanged change)
    {
        if (change.Info is not { } info) ControlLog.NodeLost(_log, change.Node);
        else if (change.Refusal is { } refusal) ControlLog.NodeRefused(_log, change.Node, refusal);
        else ControlLog.NodeRegistered(_log, change.Node, info.Endpoint);
        if (change.OtherBuilds.Count > 0) ControlLog.OtherBuilds(_log, change.Node, string.Join(", ", change.OtherBuilds));
    }

    private bool IsUp(string node) => _cluster.State.Members.Any(m => m.Address.ToString() == node && m.Status == MemberStatus.Up);

    private static string AddressOf(ClusterEvent.IMemberEvent e) => e.Member.Address.ToString();
}
