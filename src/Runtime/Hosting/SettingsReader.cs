using FlowActors.Runtime.Client;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Control.Placement;
using FlowActors.Runtime.Exchange;
using FlowActors.Runtime.Hocon;
using FlowActors.Runtime.Protocols;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Dispatching;
using FlowActors.Runtime.Subtasks.State;
using FlowActors.State.Telemetry.Latency;

namespace FlowActors.Runtime.Hosting;

/// <summary>
/// Reads <see cref="RuntimeSettings"/>; keys that nobody knows are told all at once, else the first value that is missing or out
/// of bounds by its key.
/// </summary>
internal static class SettingsReader
{
    private const string ControlDispatcher = "control-dispatcher";
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    /// <summary>Reads and checks all keys below <c>flowactors</c>, and those below <c>akka</c> that the engine relies on.</summary>
    /// <exception cref="JobValidationException">
    /// A key is unknown, or a value is malformed or out of bounds; the message names the key and where it was written.
    /// </exception>
    public static RuntimeSettings Read(NodeConfiguration configuration)
    {
        var root = configuration.Root;
        UnreadKey.Refuse(KnownRoots.Unread(root).Concat(KnownKeys.Unread(root)).Concat(AkkaKeys.Unread(root)));
        AkkaKeys.CheckDerived(root);
        var keys = new SettingsKeys(root, KnownKeys.Root);
        var settings = new RuntimeSettings(
            new NodeSettings(
                keys.Text("node.host"),
                keys.Number("node.port", 0, 65535),
                keys.Number("node.data-port", 0, 65535),
                keys.Time("node.register-interval", Millisecond, Day),
                keys.Choice("node.down-gone-processes", "on", "off") == "on",
                keys.Text("node.slots") == "unlimited" ? null : keys.Number("node.slots", 0, ControlLimits.ShardsMax, "unlimited or a whole number"))
            {
                Roles = ReadRoles(keys),
                Seeds = keys.Names("node.seeds", "nodes such as [\"10.0.0.7:4053\"]"),
                SeedsMin = keys.Number("node.seeds-min", 1, ControlLimits.NodesMax),
                JoinsByDiscovery = keys.Choice("node.join", "seeds", "discovery") == "discovery",
            },
            new ExchangeSettings(
                keys.Number("exchange.credits-per-channel", 1, 4096),
                keys.Number("exchange.remote-credits-per-channel", 1, 4096),
                keys.Number("exchange.remote-credits-per-input", 1, 1 << 20),
                keys.Bytes("exchange.floating-bytes-per-input", 0, 1 << 30),
                keys.Bytes("exchange.open-bytes-per-output", 64, 1 << 30),
                keys.Number("exchange.batch-records-max", 1, 65536),
                keys.Bytes("exchange.batch-bytes-max", 64, 1 << 30),
                keys.Number("exchange.overdraft-batches-max", 1, 65536),
                keys.Time("exchange.flush-interval", TimeSpan.Zero, TimeSpan.FromMinutes(1)),
                keys.Time("exchange.quantum", TimeSpan.FromMicroseconds(10), TimeSpan.FromSeconds(1)),
                keys.Bytes("exchange.window-bytes", 64 << 10, 1 << 30),
                keys.Bytes("exchange.max-message-bytes", 64 << 10, 1 << 30),
                keys.Time("exchange.connect-timeout", Millisecond, Day),
                Enum.Parse<RecordChecking>(keys.Choice("exchange.check-records", "auto", "on", "off"), ignoreCase: true)),
            ReadDispatcher(keys, "operator-dispatcher."),
            ReadDispatcher(keys, "blocking-dispatcher."),
            new CancellationSettings(
                keys.Time("cancellation.interrupt-after", TimeSpan.Zero, Day), keys.Time("cancellation.close-timeout", Millisecond, Day)),
            new ShardingSettings(
                keys.Number("sharding.shards", 1, ControlLimits.ShardsMax), keys.Time("sharding.placement-wait", TimeSpan.Zero, Day),
                keys.Choice("sharding.rebalance", "on", "off") == "on" ? keys.Time("sharding.settle-time", TimeSpan.Zero, Day) : null),
            ReadCoordinator(keys),
            new ClientSettings(keys.Time("client.retry-interval", Millisecond, Day), keys.Time("client.timeout", Millisecond, Day)),
            JournalSettingsReader.Read(keys),
            new LifecycleSettings(
                keys.Time("lifecycle.start-timeout", Millisecond, Day),
                keys.Time("lifecycle.dispose-timeout", Millisecond, Day),
                keys.Time("lifecycle.terminate-timeout", Millisecond, Day),
                keys.Time("lifecycle.drain-timeout", TimeSpan.Zero, Day)),
            new FailureSettings(keys.Choice("failures.show-records", "on", "off") == "on"),
            new EventTimeSettings(keys.Time("event-time.watermark-interval", Millisecond, Day)),
            new StateSettings(keys.Choice("state.backend", [.. StateBackends.Names]))
            {
                MemoryBytes = keys.Size("state.memory", 2 << 20, 1L << 40, "256MiB"),
                LocalDirs = keys.Folders("state.local-dirs"),
                IsAllQueryable = keys.Choice("queries.all-states", "on", "off") == "on",
                Latencies = ReadLatencies(keys),
            },
            CheckpointSettingsReader.Read(keys),
            HttpSettingsReader.Read(keys),
            TlsSettingsReader.Read(keys));
        CheckWhatAkkaReads(keys, root);
        CheckPairs(keys, settings);
        return settings;
    }

    private static IReadOnlyList<string> ReadRoles(SettingsKeys keys)
    {
        var roles = keys.Names("node.roles", $"roles: {string.Join(" and ", NodeRoles.All)}");
        if (roles.Count == 0 || roles.Except(NodeRoles.All).Any())
            throw keys.Refused("node.roles", $"must name what the node does, one of {string.Join(" and ", NodeRoles.All)} or both");
        return [.. roles.Distinct()];
    }

    private static void CheckPairs(SettingsKeys keys, RuntimeSettings settings)
    {
        keys.NotAbove("exchange.batch-bytes-max", settings.Exchange.BatchBytesMax, "exchange.max-message-bytes", settings.Exchange.MessageBytesMax);
        var coordinator = settings.Coordinator;
        keys.NotAbove("coordinator.liveness-interval", coordinator.LivenessInterval, "coordinator.lease", coordinator.Lease);
        keys.NotAbove("coordinator.journal-backoff-min", coordinator.JournalBackoffMin, "coordinator.journal-backoff-max", coordinator.JournalBackoffMax);
    }

    /// <summary>Akka would take nonsense for these, or fail long after the start.</summary>
    private static void CheckWhatAkkaReads(SettingsKeys keys, HoconSection root)
    {
        foreach (var name in (string[])["operator-dispatcher", "blocking-dispatcher", ControlDispatcher])
        {
            keys.Text($"{name}.type");
            keys.Text($"{name}.executor");
            keys.Number($"{name}.throughput", 1, 1024);
        }

        ReadDispatcher(keys, $"{ControlDispatcher}.");
        foreach (var dispatcher in (string[])["akka.actor.internal-dispatcher", "akka.remote.default-remote-dispatcher"])
            if (DispatcherKeys.IsOurs(root, dispatcher)) ReadDispatcher(new SettingsKeys(root, dispatcher), "");
    }

    private static DispatcherSettings ReadDispatcher(SettingsKeys keys, string section) => new(
        keys.Number($"{section}threads", 0, 4096),
        keys.Number($"{section}spare-threads-max", 0, 65536),
        keys.Time($"{section}blocked-after", Millisecond, TimeSpan.FromMinutes(1)),
        keys.Time($"{section}idle-timeout", Millisecond, Day));

    // All of them are checked, whether they are used or not.
    private static LatencyTracking? ReadLatencies(SettingsKeys keys)
    {
        var isEnabled = keys.Choice("state.latency-track.keyed-state-enabled", "on", "off") == "on";
        var tracking = new LatencyTracking(
            keys.Number("state.latency-track.sample-interval", 1, 1_000_000), keys.Number("state.latency-track.history-size", 1, 10_000));
        return isEnabled ? tracking : null;
    }

    private static CoordinatorSettings ReadCoordinator(SettingsKeys keys) => new(
        keys.Time("coordinator.retry-interval", Millisecond, Day),
        keys.Time("coordinator.liveness-interval", Millisecond, Day),
        keys.Time("coordinator.lease", TimeSpan.FromSeconds(1), Day),
        keys.Time("coordinator.stop-timeout", Millisecond, Day),
        keys.Number("coordinator.history-max", 1, 100_000),
        keys.Time("coordinator.journal-backoff-min", Millisecond, Day),
        keys.Time("coordinator.journal-backoff-max", Millisecond, Day))
    {
        RestartsRegions = keys.Choice("coordinator.failover", "region", "full") == "region",
        CheckpointLease = keys.Time("queries.checkpoint-lease", TimeSpan.FromSeconds(1), Day),
    };
}
