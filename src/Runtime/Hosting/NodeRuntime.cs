using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Tools.Singleton;
using FlowActors.Files;
using FlowActors.Runtime.Checkpoints.Reading;
using FlowActors.Runtime.Client;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Control.Management;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Control.Placement;
using FlowActors.Runtime.Logging;
using FlowActors.Runtime.Subtasks.Deployment;
using FlowActors.Runtime.Subtasks.Dispatching;
using FlowActors.Runtime.Subtasks.LocalRecovery;
using FlowActors.Runtime.Transport;
using FlowActors.Runtime.Telemetry;
using FlowActors.Runtime.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Hosting;

/// <summary>What makes an ActorSystem a node: its transport, its shard region, its agent, and its share of the job manager.</summary>
internal sealed class NodeRuntime : IAsyncDisposable
{
    private readonly ILogger _log;
    private readonly NodeTransport _transport;
    private readonly IDisposable? _telemetry;
    private readonly CancellationTokenSource _closing;

    private NodeRuntime(
        ActorSystem system,
        NodeTransport transport,
        SubtaskHosting hosting,
        LocalCopies? copies,
        IActorRef jobManager,
        Task registered,
        NodeSetup setup,
        Action<Action> runBlocking)
    {
        Work = hosting.Work;
        _telemetry = hosting.Telemetry;
        _closing = new CancellationTokenSource();
        CheckpointFiles = CheckpointReading.Create(setup, hosting.StoredBy, runBlocking, _closing.Token);
        // When the system has terminated no subtask is left that could use its state.
        StateRemoved = system.WhenTerminated.ContinueWith(_ => Dispose(hosting, copies), TaskScheduler.Default);
        System = system;
        _transport = transport;
        JobManager = jobManager;
        Registered = registered;
        Setup = setup;
        _log = setup.Loggers.CreateLogger("FlowActors.Node");
    }

    public ActorSystem System { get; }

    /// <summary>What the job manager is told of the node.</summary>
    public required NodeInfo Info { get; init; }

    /// <summary>Publishes the metrics of jobs.</summary>
    public required JobMetricsExporter JobMetrics { get; init; }

    public NodeSetup Setup { get; }

    /// <summary>The deletions of savepoints that the node was asked for.</summary>
    public required Disposals Disposals { get; init; }

    /// <summary>Whether the node's code can go on with jobs of other builds.</summary>
    public required TakeoverCheck Takeover { get; init; }

    /// <summary>The subtasks here.</summary>
    public INodeWork Work { get; }

    /// <summary>Reads the checkpoints of any job.</summary>
    public CheckpointFilesReader CheckpointFiles { get; }

    /// <summary>The way to the job manager, wherever it is.</summary>
    public IActorRef JobManager { get; }

    /// <summary>The node, for who asks through it.</summary>
    public AskedNode Asked => new(System, JobManager, CheckpointFiles, Setup.JournalTrouble, Disposals, Takeover);

    /// <summary>Completes when the system has terminated and nothing is left on the local disks.</summary>
    public Task StateRemoved { get; }

    /// <summary>Completes when the job manager gives subtasks to this node, with an exception when it refuses to.</summary>
    public Task Registered { get; }

    /// <summary>Starts everything on a system that is about to join a cluster or has joined it.</summary>
    public static async Task<NodeRuntime> StartAsync(ActorSystem system, NodeSetup setup)
    {
        NodeDispatchers.Check(system);
        var settings = setup.Settings;
        var node = Cluster.Get(system).SelfAddress.ToString();
        var transport = NodeTransport.Start(new TransportSettings(node)
        {
            Host = settings.Node.Host,
            Port = settings.Node.DataPort,
            WindowBytes = settings.Exchange.WindowBytes,
            MessageBytesMax = settings.Exchange.MessageBytesMax,
            ConnectTimeout = settings.Exchange.ConnectTimeout,
            Tls = setup.Tls,
            PeerRefused = new RefusedPeers(setup.Loggers, setup.Time).OnData,
        });
        try
        {
            return await StartAsync(system, setup, node, transport).ConfigureAwait(false);
        }
        catch
        {
            await transport.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _telemetry?.Dispose();
        JobMetrics.Dispose();
        await _closing.CancelAsync().ConfigureAwait(false);
        CheckpointFiles.Dispose();
        await _transport.DisposeAsync().ConfigureAwait(false);
        if (System.WhenTerminated.IsCompleted) await StateRemoved.ConfigureAwait(false);
        ControlLog.NodeStopped(_log, Cluster.Get(System).SelfAddress.ToString());
    }

    private static void Dispose(SubtaskHosting hosting, LocalCopies? copies)
    {
        try
        {
            copies?.Dispose();
        }
        finally
        {
            hosting.Backends?.Dispose();
        }
    }

    private static async Task<NodeRuntime> StartAsync(ActorSystem system, NodeSetup setup, string node, NodeTransport transport)
    {
        // Akka's own lines are among them.
        var recent = system.Settings.Setup.Get<AkkaLogging>() is { HasValue: true, Value: var logging } ? logging.RecentOf(system) : new RecentLogs(setup.Time);
        setup = setup with { Loggers = new RememberedLoggers(setup.Loggers, recent) };
        var info = new NodeInfo(node, setup.Incarnation, transport.LocalEndpoint, Environment.ProcessorCount, setup.Jobs ?? new Dictionary<string, string>())
        {
            Storage = setup.Storage, Slots = setup.Settings.Node.SlotsTaken, Version = setup.Version, Roles = setup.Settings.Node.Roles,
        };
        NodeInfoCheck.Check(info);
        FrameSize.Check(system.Settings.Config);
        var deployments = new NodeDeployments(node);
        var hosting = setup.Subtasks(new NodeParts(
            node, transport, deployments, setup.Settings, setup.Loggers, setup.Time, setup.JobTime, OperatorExecutors.Of(system), RunBlocking));
        var homes = new ShardHomes(setup.Time);
        system.ActorOf(Props.Create(() => new ShardHomesReader(homes)), "shard-homes");
        var region = await SubtaskShards.StartAsync(system, hosting.Props, homes, setup.Settings.Sharding, setup.Time).ConfigureAwait(false);

        if (setup.Tls is not null)
        {
            var refused = new RefusedPeers(setup.Loggers, setup.Time);
            system.ActorOf(Props.Create(() => new LostAssociations(refused)), "lost-associations");
        }

        var services = new ControlServices(
            setup.Settings.Coordinator, setup.Settings.Sharding, setup.Catalog, setup.Checkpoints, homes, setup.Loggers, setup.Time, setup.JobTime, setup.HeldJobs,
            setup.JobFailed)
        {
            LiveJobs = setup.LiveJobs,
            State = setup.Settings.State,
            JournalTrouble = setup.JournalTrouble,
            Storage = setup.Storage,
            Builds = setup.Jobs,
        };
        var jobMetrics = new JobMetricsExporter(node, services.Jobs, setup.Time);
        if (setup.Settings.Node.Roles.Contains(NodeRoles.Manager)) _ = LeadAsync(system, services, setup.MayLead);

        var jobManager = system.ActorOf(
            ClusterSingletonProxy.Props(
                "/user/singletons",
                ClusterSingletonProxySettings.Create(system).WithSingletonName(Control.Management.JobManager.SingletonName).WithRole(NodeRoles.AkkaManager)),
            "job-manager-proxy");

        var registered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var log = setup.Loggers.CreateLogger("FlowActors.Node");
        var copies = setup.Checkpoints.Node.LocalRecovery is { } keep ? new LocalCopies(new LocalFileSystem(), RunBlocking, setup.Time, keep, log) : null;
        var agent = new AgentServices
        {
            Info = info,
            JobManager = jobManager,
            Subtasks = region,
            Deployments = deployments,
            Work = hosting.Work,
            Catalog = setup.Catalog,
            Checkpoints = setup.Checkpoints.Storages,
            Copies = copies,
            LiveJobs = setup.LiveJobs,
            Coordinator = setup.Settings.Coordinator,
            RegisterInterval = setup.Settings.Node.RegisterInterval,
            Log = log,
            Since = setup.Time.GetUtcNow(),
            RecentLogs = recent,
            Disposals = new Disposals(setup.Time),
            Time = setup.Time,
        };
        system.ActorOf(Props.Create(() => new NodeAgent(agent, registered)).WithDispatcher(ControlServices.Dispatcher), NodeAgent.ActorName);
        if (setup.Settings.Node.DownsGoneProcesses) system.ActorOf(Props.Create(() => new GoneProcesses(log, GoneProcesses.IsRefusedAsync)).WithDispatcher(ControlServices.Dispatcher), "gone-processes");
        ControlLog.NodeStarted(log, node);
        return new NodeRuntime(system, transport, hosting, copies, jobManager, registered.Task, setup, RunBlocking) { Info = info, JobMetrics = jobMetrics, Disposals = agent.Disposals, Takeover = new TakeoverCheck(services) };

        void RunBlocking(Action work) => system.Dispatchers.Lookup(OperatorHosting.BlockingDispatcher).Schedule(work);
    }

    private static async Task LeadAsync(ActorSystem system, ControlServices services, Task mayLead)
    {
        await mayLead.ConfigureAwait(false);
        if (system.WhenTerminated.IsCompleted) return;
        system.ActorOf(
            ClusterSingletonManager.Props(
                Control.Management.JobManager.Props(services),
                PoisonPill.Instance,
                ClusterSingletonManagerSettings.Create(system).WithSingletonName(Control.Management.JobManager.SingletonName).WithRole(NodeRoles.AkkaManager)),
            "singletons");
    }
}
