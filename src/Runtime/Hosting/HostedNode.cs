using System.Net;
using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using Akka.Actor.Setup;
using Akka.Remote.Transport.DotNetty;
using FlowActors.Files;
using FlowActors.Runtime.Client;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Control.Fencing;
using FlowActors.Runtime.Control.Management;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Hosting.Postgres;
using FlowActors.Runtime.Logging;
using FlowActors.Runtime.Transport.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Hosting;

/// <summary>The node of a generic host: what it is configured with, and, from the start of the host on, what runs.</summary>
internal sealed class HostedNode : IServedNode, IFlowActorsNode, IDisposable
{
    /// <summary>The name of the ActorSystem; all nodes of a cluster have the same.</summary>
    public const string SystemName = "flowactors";

    // Longer than it takes to remove files, and shorter than a service manager waits.
    private static readonly TimeSpan s_removal = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DrainInterval = TimeSpan.FromMilliseconds(100);

    private readonly FlowActorsOptions _options;
    private readonly RuntimeSettings _settings;
    private readonly NodeTls? _tls;
    private readonly PostgresSetup? _postgres;
    private readonly SeedNodes _seeds;
    private readonly IClusterDiscovery? _discovery;
    private readonly JobCatalog _catalog;
    private readonly HeldJobs _held = new();
    private readonly CancellationTokenSource _stopped = new();
    private volatile Task? _stateRemoved;
    private volatile AskedNode? _node;
    private volatile ActorSystem? _system;

    public HostedNode(FlowActorsOptions options, IServiceProvider services, ILoggerFactory loggers)
    {
        _options = options;
        var recent = new RecentLogs(TimeProvider.System);
        Logging = new AkkaLogging(loggers, recent);
        Loggers = new RememberedLoggers(Logging.Loggers, recent);
        Configuration = Compose(options, RuntimeConfiguration.Cluster);
        _settings = SettingsReader.Read(Configuration);
        _seeds = SeedNodes.Of(options, _settings.Node, speaksTls: _settings.Tls is not null);
        _discovery = _settings.Node.JoinsByDiscovery ? Discovery(options, services) : null;
        if (IsAlone)
        {
            Configuration = Compose(options, RuntimeConfiguration.Alone);
            _settings = SettingsReader.Read(Configuration);
            _settings.Node.CheckAlone(Configuration);
        }

        _settings = _settings with { Journal = _settings.Journal.Or(options.DataFolder) };
        if (!IsAlone && _settings.Journal.DataFolder is null)
        {
            throw new JobValidationException(
                "A node of a cluster needs a data folder that all its nodes share, where jobs and their checkpoints outlive any of them: name it by " +
                "FlowActorsOptions.DataFolder or flowactors.journal.data-folder.");
        }

        if (_settings.Journal.Postgres is not null) _postgres = PostgresPlugin.PatienceFor(_settings, Loggers);
        _tls = TlsLoader.Load(_settings.Tls, TimeProvider.System);
        AkkaConfiguration = Configuration.ForAkka().WithRoles(_settings.Node.Roles).WithJournal(_settings.Journal).WithTls(_tls);
        _catalog = new JobCatalog(() => options.DefaultSettings);
        foreach (var job in options.Jobs) _catalog.Register(job.Name, () => job.Create(services));
        Jobs = new JobExecutor(
            new ControlClient(() => _node ?? throw new NodeNotStartedException(), _settings.Client, TimeProvider.System, _stopped.Token),
            _catalog,
            _held,
            options.DefaultSettings,
            Loggers.CreateLogger("FlowActors.Jobs"));
    }

    /// <summary>Whether the node can listen where it is told to; asked when the host starts, before Akka does.</summary>
    /// <exception cref="JobValidationException">It cannot; the message names the setting.</exception>
    public void CheckListenAddress() => ListenAddress.Check(Configuration, _settings, nodes: 1);

    /// <summary>How Akka.Remote speaks TLS; null: it does not.</summary>
    public DotNettySslSetup? AkkaTlsSetup => _tls is null ? null : AkkaTls.Setup(_tls, new RefusedPeers(Logging.Loggers, TimeProvider.System));

    /// <summary>Where Akka's journal is, and what stands before it; none where the configuration says so.</summary>
    public IReadOnlyList<Setup> JournalSetups => _postgres is null ? [] : [PostgresPlugin.Setup(_settings.Journal.Postgres!), _postgres];

    public AkkaLogging Logging { get; }

    public ILoggerFactory Loggers { get; }

    public NodeConfiguration Configuration { get; }

    /// <summary>The same, as Akka takes it.</summary>
    public Config AkkaConfiguration { get; }

    public JobExecutor Jobs { get; }

    public HttpSettings Http => _settings.Http;

    public string? CheckpointFolder => _settings.Journal.CheckpointFolder;

    public bool IsInCluster =>
        _node is { Standstill.MayAnswer: true } node && !_stopped.IsCancellationRequested && !node.System.WhenTerminated.IsCompleted && Cluster.Get(node.System).SelfMember.Status == MemberStatus.Up;

    public string? Name => _node is { } node ? JoinReport.NameOf(Cluster.Get(node.System).SelfAddress) : null;

    public bool HasLeft =>
        _system is { WhenTerminated.IsCompleted: true } system
        && CoordinatedShutdown.Get(system).ShutdownReason is not (CoordinatedShutdown.ClusterDowningReason or CoordinatedShutdown.ClusterJoinUnsuccessfulReason);

    private string TlsHint => _tls is null ? "" : " Does the log of this node or of theirs tell of a certificate that was refused?";

    private bool IsAlone => _seeds.IsEmpty && _discovery is null;

    /// <summary>With the host: waits until nothing of the node's state is left on its disks, where the node has ended. The process may end right behind it.</summary>
    public void Dispose()
    {
        // What failed was told where it failed.
        if (_system is { WhenTerminated.IsCompleted: true } && _stateRemoved is { } removed) Task.WaitAny([removed], s_removal);
    }

    /// <summary>Joins the cluster and starts the node.</summary>
    public async Task StartAsync(ActorSystem system)
    {
        LocalFoldersCheck.Run(_settings.State.LocalDirs);
        var storage = NodeStorage.Open(_settings, new LocalFileSystem(), IsAlone ? null : Cluster.Get(system).SelfAddress.HostPort());
        if (_postgres is not null) _postgres.Trouble = storage.Trouble;
        _ = system.WhenTerminated.ContinueWith(_ => storage.Dispose(), TaskScheduler.Default);
        var cluster = Cluster.Get(system);
        var seeds = await _seeds.ResolveAsync(name => Dns.GetHostAddressesAsync(name), _settings.Lifecycle.StartTimeout, TimeProvider.System).ConfigureAwait(false);
        var log = Logging.Loggers.CreateLogger("FlowActors.Node");
        var (entry, admission) = IsAlone ? (null, null) : (storage.EntryTo(cluster, log), storage.AdmissionTo(cluster, log));
        if (_discovery is not null) await _discovery.StartAsync(system).ConfigureAwait(false);
        else if (IsAlone) cluster.Join(cluster.SelfAddress);
        else entry!.Join(seeds);
        var node = await NodeRuntime.StartAsync(system, new NodeSetup
        {
            Settings = _settings,
            Catalog = _catalog,
            Checkpoints = storage.Checkpoints,
            Loggers = Logging.Loggers,
            Tls = _tls,
            Incarnation = Guid.NewGuid().ToString("n"),
            Jobs = JobBuilds.Of(_options.Jobs),
            HeldJobs = _held,
            LiveJobs = new LiveJobs(resumes: true),
            JournalTrouble = storage.Trouble,
            Storage = storage.Identity,
            MayLead = admission?.WaitAsync() ?? Task.CompletedTask,
            Subtasks = _options.Subtasks,
        }).ConfigureAwait(false);
        StopWith(system, node);
        try
        {
            await Task.WhenAny(node.Registered, system.WhenTerminated).WaitAsync(_settings.Lifecycle.StartTimeout).ConfigureAwait(false);
            if (system.WhenTerminated.IsCompleted)
                throw new JobValidationException($"The cluster has put the node {node.Info.Node} out before it had started, as it took it for dead or did not reach it. Start it again to have it join.");
            await node.Registered.ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException(
                $"The node did not find its cluster within {_settings.Lifecycle.StartTimeout} (flowactors.lifecycle.start-timeout). " +
                (storage.Trouble.Text ?? admission?.Refusal ?? await JoinReport.WriteAsync(cluster, entry?.Asked ?? [], speaksTls: _tls is not null).ConfigureAwait(false) + (_seeds.IsEmpty ? "" : $" Its seed nodes are {_seeds}.") + TlsHint),
                e);
        }

        WatchCertificate(system, node.Info.Node);
        _system = system;
        _node = IsAlone ? node.Asked : node.Asked with { Standstill = WatchStandstill(system) };
        ControlLog.NodeStartedAt(Loggers.CreateLogger("FlowActors.Node"), node.Info.Node, node.Info.Endpoint);
    }

    private Standstill WatchStandstill(ActorSystem system)
    {
        var watch = StandstillWatch.Start(system, Logging.Loggers.CreateLogger("FlowActors.Node"));
        _ = system.WhenTerminated.ContinueWith(_ => watch.Dispose(), TaskScheduler.Default);
        return watch.Standstill;
    }

    private static NodeConfiguration Compose(FlowActorsOptions options, string overlay) =>
        RuntimeConfiguration.Compose(options.Configuration, overlay, "FlowActorsOptions.Configuration", Environment.GetEnvironmentVariable);

    private static IClusterDiscovery Discovery(FlowActorsOptions options, IServiceProvider services)
    {
        if (options.SeedNodes.Count > 0)
            throw new JobValidationException("A node has seed nodes (FlowActorsOptions.SeedNodes), or finds its cluster by discovery (flowactors.node.join), but not both. Remove one of them.");
        return services.GetService<IClusterDiscovery>() ?? throw new JobValidationException(
            "The setting flowactors.node.join is discovery, but the application has nothing that discovers: add the package FlowActors.Management and call AddFlowActorsManagement() on its services.");
    }

    // Nodes that stay do not have to begin again then; where that cannot be, or takes too long, they do.
    private async Task DrainAsync(Cluster cluster, string self)
    {
        using var timeout = new CancellationTokenSource(_settings.Lifecycle.DrainTimeout);
        var log = Logging.Loggers.CreateLogger("FlowActors.Node");
        var told = new HashSet<JobId>();
        try
        {
            while (await AskForDrainAsync(cluster, self, timeout.Token).ConfigureAwait(false) is { Slots: > 0 } drain)
            {
                foreach (var hold in (drain.HeldUpBy ?? []).Where(h => told.Add(h.Job))) ControlLog.DrainHeldUp(log, self, hold.Name, hold.Job, hold.Reason);
                await Task.Delay(DrainInterval, timeout.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            ControlLog.NodeNotDrained(log, self, $"they were not elsewhere within {_settings.Lifecycle.DrainTimeout} (flowactors.lifecycle.drain-timeout).");
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException or JobValidationException or ObjectDisposedException)
        {
            ControlLog.NodeNotDrained(log, self, e.Message);
        }
    }

    // A node that is drained leaves, and the job manager with it, if it is here: then nobody may be left to answer. Null: it has left.
    private async Task<JobManagerProtocol.DrainTaken?> AskForDrainAsync(Cluster cluster, string self, CancellationToken cancellation)
    {
        var asked = Jobs.Nodes.DrainAsync(new JobManagerProtocol.DrainNode(self), cancellation);
        while (!asked.IsCompleted)
        {
            if (IsOnItsWayOut(cluster)) return null;
            if (!cluster.State.Members.Any(m => m.HasRole(NodeRoles.AkkaManager)))
                throw new JobValidationException($"no node of the cluster has the role {NodeRoles.Manager} (flowactors.node.roles) any more, so that nobody moves them.");
            await Task.WhenAny(asked, Task.Delay(DrainInterval, cancellation)).ConfigureAwait(false);
        }

        return IsOnItsWayOut(cluster) ? null : await asked.ConfigureAwait(false);
    }

    // Others, and the job manager among them, may know before the node itself that it is up.
    private static bool IsOnItsWayOut(Cluster cluster) => cluster.SelfMember.Status is not (MemberStatus.Joining or MemberStatus.WeaklyUp or MemberStatus.Up);

    private void WatchCertificate(ActorSystem system, string node)
    {
        if (_tls is null) return;
        var log = Logging.Loggers.CreateLogger("FlowActors.Node");
        var watch = new CertificateWatch(_tls.Certificate, TimeProvider.System, (end, isOver) =>
        {
            if (isOver) ControlLog.CertificateOver(log, node, end);
            else ControlLog.CertificateEnds(log, node, end);
        });
        _ = system.WhenTerminated.ContinueWith(_ => watch.Dispose(), TaskScheduler.Default);
    }

    private void StopWith(ActorSystem system, NodeRuntime node)
    {
        _stateRemoved = node.StateRemoved;
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "flowactors-jobs", async () =>
        {
            // Who was put out has nothing to hand over: the others went on without it.
            var isPutOut = shutdown.ShutdownReason is CoordinatedShutdown.ClusterDowningReason;
            if (!IsAlone && !isPutOut && _node is not null) await DrainAsync(Cluster.Get(system), node.Info.Node).ConfigureAwait(false);
            if (IsAlone && _node is not null)
                await RunningJobs.CancelAllAsync(Jobs, job => job.RegisteredName is not null && _settings.Journal.DataFolder is not null, _settings.Lifecycle.DisposeTimeout).ConfigureAwait(false);
            await _stopped.CancelAsync().ConfigureAwait(false);
            node.Work.InterruptAll();
            Logging.IsSilent = true;
            return Akka.Done.Instance;
        });
        shutdown.AddTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate, "flowactors-transport", async () =>
        {
            await node.DisposeAsync().ConfigureAwait(false);
            return Akka.Done.Instance;
        });
        _ = system.WhenTerminated.ContinueWith(_ => _stopped.Cancel(), TaskScheduler.Default);
    }
}
