using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Cluster;
using FlowActors.Graph;
using FlowActors.Runtime.Client;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Hosting.Postgres;
using FlowActors.Runtime.Transport.Security;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Hosting;

/// <summary>The nodes of an embedded host, from the first start to the end of all.</summary>
internal sealed class EmbeddedCluster
{
    private readonly AkkaLogging _logging;
    private readonly List<ActorSystem> _systems = [];
    private readonly List<NodeRuntime> _nodes = [];
    private readonly HeldJobs _held = new();
    private readonly UnawaitedFailures _failures;
    private readonly CancellationTokenSource _stopped = new();
    private readonly NodeTls? _tls;
    private int _stops;

    private EmbeddedCluster(NodeConfiguration configuration, RuntimeSettings settings, JobCatalog catalog, AkkaLogging logging, NodeStorage storage, NodeTls? tls)
    {
        _tls = tls;
        Configuration = configuration;
        Settings = settings;
        Catalog = catalog;
        _logging = logging;
        Storage = storage;
        _failures = new UnawaitedFailures(_held, TimeProvider.System, StandardError.Write);
    }

    public NodeConfiguration Configuration { get; }

    public RuntimeSettings Settings { get; }

    public JobCatalog Catalog { get; }

    /// <summary>What all nodes keep on disk.</summary>
    public NodeStorage Storage { get; }

    public IReadOnlyList<NodeRuntime> Nodes => _nodes;

    /// <summary>Whether all nodes are members of the cluster, none of them on its way in or out.</summary>
    public bool IsWhole => Volatile.Read(ref _stops) == 0 && _systems.All(s => !s.WhenTerminated.IsCompleted && Cluster.Get(s).SelfMember.Status == MemberStatus.Up);

    public static async Task<EmbeddedCluster> StartAsync(
        EmbeddedOptions options, Func<NodeParts, SubtaskHosting> subtasks, CancellationToken cancellationToken)
    {
        if (options.Nodes is < 1 or > EmbeddedOptions.NodesMax)
            throw new JobValidationException($"An embedded host has 1 to {EmbeddedOptions.NodesMax} nodes, not {options.Nodes}.");
        var config = RuntimeConfiguration.Compose(options.Configuration, RuntimeConfiguration.Embedded, "EmbeddedOptions.Configuration", Environment.GetEnvironmentVariable);
        var settings = SettingsReader.Read(config);
        ListenAddress.Check(config, settings, options.Nodes);
        settings.Node.CheckAlone(config);
        settings = settings with { Journal = settings.Journal.Or(options.DataFolder) };
        var catalog = new JobCatalog(() => options.DefaultSettings);
        foreach (var (name, create) in options.Jobs) catalog.Register(name, create);

        var tls = TlsLoader.Load(settings.Tls, TimeProvider.System);
        var storage = NodeStorage.Open(settings, options.Files);
        var cluster = new EmbeddedCluster(config, settings, catalog, new AkkaLogging(options.LoggerFactory), storage, tls);
        try
        {
            await cluster.StartNodesAsync(options, config.ForAkka().WithRoles(settings.Node.Roles).WithJournal(settings.Journal).WithTls(tls), subtasks, cancellationToken).ConfigureAwait(false);
            return cluster;
        }
        catch (Exception e)
        {
            await cluster.TerminateAsync().ConfigureAwait(false);
            if (ListenAddress.Explain(config, settings.Node, e) is { } explained) throw explained;
            throw;
        }
    }

    /// <summary>Submits and finds jobs.</summary>
    /// <param name="defaultSettings">What new programs start with.</param>
    /// <param name="node">The node that is asked through, from 0.</param>
    public JobExecutor CreateExecutor(JobSettings defaultSettings, int node = 0)
    {
        var asked = _nodes[node].Asked;
        var loggers = _nodes[node].Setup.Loggers;
        return new JobExecutor(
            new ControlClient(() => asked, Settings.Client, TimeProvider.System, _stopped.Token), Catalog, _held, defaultSettings,
            loggers.CreateLogger("FlowActors.Jobs"));
    }

    /// <summary>Cancels what runs, gives it a moment, and stops.</summary>
    public async ValueTask StopAsync(JobExecutor executor)
    {
        if (Interlocked.Exchange(ref _stops, 1) != 0) return;
        var isDurable = Storage.Checkpoints.HasDataFolder;
        await RunningJobs.CancelAllAsync(executor, job => isDurable && job.RegisteredName is not null, Settings.Lifecycle.DisposeTimeout).ConfigureAwait(false);
        await TerminateAsync().ConfigureAwait(false);
    }

    private async Task StartNodesAsync(
        EmbeddedOptions options, Akka.Configuration.Config config, Func<NodeParts, SubtaskHosting> subtasks, CancellationToken cancellationToken)
    {
        var setup = new NodeSetup
        {
            Settings = Settings,
            Catalog = Catalog,
            Checkpoints = Storage.Checkpoints,
            Loggers = _logging.Loggers,
            Tls = _tls,
            JobTime = options.JobTime,
            Incarnation = Guid.NewGuid().ToString("n"),
            Subtasks = subtasks,
            HeldJobs = _held,
            LiveJobs = new LiveJobs(options.ResumesJobs),
            JournalTrouble = Storage.Trouble,
            JobFailed = _failures.Add,
        };
        var bootstrap = BootstrapSetup.Create().WithConfig(config).And(_logging);
        if (_tls is not null) bootstrap = bootstrap.And(AkkaTls.Setup(_tls, new RefusedPeers(_logging.Loggers, TimeProvider.System)));
        if (Settings.Journal.Postgres is { } server)
        {
            var patience = PostgresPlugin.PatienceFor(Settings, _logging.Loggers);
            patience.Trouble = Storage.Trouble;
            bootstrap = bootstrap.And(PostgresPlugin.Setup(server)).And(patience);
        }

        for (var i = 0; i < options.Nodes; i++)
        {
            var system = Create(bootstrap);
            _systems.Add(system);
            Cluster.Get(system).Join(Cluster.Get(_systems[0]).SelfAddress);
            _nodes.Add(await NodeRuntime.StartAsync(system, setup).ConfigureAwait(false));
        }

        try
        {
            await Task.WhenAll(_nodes.Select(n => n.Registered)).WaitAsync(Settings.Lifecycle.StartTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException(
                $"The {options.Nodes} nodes of the embedded host did not find each other within {Settings.Lifecycle.StartTimeout} " +
                $"(flowactors.lifecycle.start-timeout). {Storage.Trouble.Text ?? "Is the machine overloaded, or loopback blocked?"}",
                e);
        }
    }

    private static ActorSystem Create(ActorSystemSetup setup)
    {
        try
        {
            return ActorSystem.Create(HostedNode.SystemName, setup);
        }
        catch (Exception e) when (!ListenAddress.IsAboutPort(e))
        {
            throw new JobValidationException(
                $"Akka does not start with this configuration: {e.GetBaseException().Message} Correct the keys below akka in EmbeddedOptions.Configuration.", e);
        }
    }

    /// <summary>Stops at once, whatever runs.</summary>
    public async Task TerminateAsync()
    {
        _logging.IsSilent = true;
        await _stopped.CancelAsync().ConfigureAwait(false);
        foreach (var node in _nodes) node.Work.InterruptAll();
        try
        {
            await Task.WhenAll(_systems.Select(s => s.Terminate())).WaitAsync(Settings.Lifecycle.TerminateTimeout).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            ControlLog.NodeAbandoned(_logging.Loggers.CreateLogger("FlowActors.Node"), Settings.Lifecycle.TerminateTimeout);
        }

        foreach (var node in _nodes) await node.DisposeAsync().ConfigureAwait(false);
        _failures.Dispose();
        Storage.Dispose();
    }
}
