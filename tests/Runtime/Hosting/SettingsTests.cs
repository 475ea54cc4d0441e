using Akka.Cluster.SBR;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Hocon;
using FlowActors.Runtime.Hosting;
using FlowActors.Runtime.Subtasks.State;
using FlowActors.State.Telemetry.Latency;

namespace FlowActors.Runtime.Tests.Hosting;

public sealed class SettingsTests
{
    [Fact]
    public void The_reference_is_complete_and_valid()
    {
        var settings = Read(null);
        Assert.Equal((4, 1024, 64 * 1024), (settings.Exchange.CreditsPerChannel, settings.Exchange.BatchRecordsMax, settings.Exchange.BatchBytesMax));
        Assert.Equal(Environment.ProcessorCount, settings.OperatorDispatcher.Threads);
        Assert.Equal(TimeSpan.FromMilliseconds(500), settings.Coordinator.RetryInterval);
        Assert.Null(settings.Journal.DataFolder);
    }

    [Theory]
    [InlineData(RuntimeConfiguration.Embedded)]
    [InlineData(RuntimeConfiguration.Alone)]
    [InlineData(RuntimeConfiguration.Cluster)]
    public void Every_overlay_can_be_read_and_sets_only_what_Akka_reads(string overlay) =>
        Assert.NotNull(SettingsReader.Read(Composed.Of("akka.loglevel = INFO", overlay)));

    // Sharding answers nobody who asks for a shard that is handed over, until a node that was cut off meanwhile has agreed or the time is over.
    [Fact]
    public void A_hand_off_that_nobody_agrees_to_holds_up_a_restart_for_a_quarter_of_a_minute_at_most()
    {
        var config = Composed.Of(null, RuntimeConfiguration.Cluster).ForAkka();
        Assert.InRange(config.GetTimeSpan("akka.cluster.sharding.handoff-timeout"), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15));
    }

    // What the documents say of how long it takes, and who goes on.
    [Fact]
    public void The_larger_half_of_a_cluster_of_processes_goes_on_5_s_after_nodes_became_unreachable()
    {
        var config = Composed.Of(null, RuntimeConfiguration.Cluster).ForAkka();
        Assert.Equal(typeof(SplitBrainResolverProvider), Type.GetType(config.GetString("akka.cluster.downing-provider-class")));
        var akka = new HoconSection(default, new Dictionary<string, HoconValue> { [AkkaKeys.Root] = AkkaReference.Load() });
        var resolver = new SplitBrainResolverSettings(config.WithFallback(AkkaConfig.Of(akka)));
        Assert.Equal((SplitBrainResolverSettings.KeepMajorityName, TimeSpan.FromSeconds(5)), (resolver.DowningStrategy, resolver.DowningStableAfter));
        Assert.Equal(TimeSpan.Zero, resolver.DownAllWhenUnstable);
        Assert.Equal("", resolver.KeepMajorityRole ?? "");
        Assert.Equal(TimeSpan.FromSeconds(1), config.GetTimeSpan("akka.cluster.down-removal-margin"));
        Assert.Equal(TimeSpan.FromSeconds(3), config.GetTimeSpan("akka.cluster.failure-detector.acceptable-heartbeat-pause"));
    }

    [Fact]
    public void What_the_application_sets_comes_first()
    {
        var settings = Read("flowactors { exchange.credits-per-channel = 9, operator-dispatcher.threads = 3, journal.data-folder = data }");
        Assert.Equal((9, 3, "data"), (settings.Exchange.CreditsPerChannel, settings.OperatorDispatcher.Threads, settings.Journal.DataFolder));
    }

    [Fact]
    public void Akka_listens_where_the_node_is_told_to()
    {
        var config = Composed.Of("flowactors.node { host = \"127.0.0.2\", port = 4053 }").ForAkka();
        Assert.Equal("127.0.0.2", config.GetString("akka.remote.dot-netty.tcp.hostname"));
        Assert.Equal(4053, config.GetInt("akka.remote.dot-netty.tcp.port"));
    }

    [Theory]
    [InlineData("exchange.credits-per-channel = 0", "exchange.credits-per-channel", "between 1 and")]
    [InlineData("exchange.remote-credits-per-channel = 5000", "exchange.remote-credits-per-channel", "between 1 and")]
    [InlineData("exchange.credits-per-channel = many", "exchange.credits-per-channel", "a whole number")]
    [InlineData("exchange.batch-bytes-max = 1B", "exchange.batch-bytes-max", "between 64B and 1GiB")]
    [InlineData("operator-dispatcher.throughput = 0", "operator-dispatcher.throughput", "between 1 and")]
    [InlineData("control-dispatcher.threads = -1", "control-dispatcher.threads", "between 0 and")]
    [InlineData("coordinator.retry-interval = soon", "coordinator.retry-interval", "a time")]
    [InlineData("coordinator.stop-timeout = 0ms", "coordinator.stop-timeout", "between 1ms and 1d")]
    [InlineData("node.host = \"\"", "node.host", "must not be empty")]
    [InlineData("checkpoints.interval = soon", "checkpoints.interval", "auto, off or a time such as 10s")]
    [InlineData("checkpoints.interval = 9ms", "checkpoints.interval", "between 10ms and 1d")]
    [InlineData("checkpoints { max-concurrent = 2, min-pause = 1s }", "checkpoints.max-concurrent", "must be 1 where flowactors.checkpoints.min-pause")]
    [InlineData("checkpoints { max-concurrent = 2, mode = unaligned }", "checkpoints.max-concurrent", "must be 1 where flowactors.checkpoints.mode")]
    [InlineData("checkpoints { max-concurrent = 2, mode = aligned-with-timeout }", "checkpoints.max-concurrent", "must be 1 where flowactors.checkpoints.mode")]
    [InlineData("state.backend = tape", "state.backend", "is 'tape' (line 1 of the test); it must be memory or rocksdb")]
    [InlineData("state.memory = 900KiB", "state.memory", "between 2MiB and 1024GiB")]
    [InlineData("state.memory = 512", "state.memory", "a size such as 256MiB, but it has no unit, such as 512MiB")]
    [InlineData("state.memory = nonsense", "state.memory", "a size such as 256MiB, but it does not start with a number")]
    [InlineData("state.memory = 16mib", "state.memory", "'mib' is not one of the units B, kB, KiB, MB, MiB, GB, GiB")]
    [InlineData("exchange.window-bytes = 512", "exchange.window-bytes", "a size such as 64KiB, but it has no unit, such as 512KiB")]
    [InlineData("state.local-dirs = /data", "state.local-dirs", "a list of folders such as [\"/mnt/disk1/state\"], or []")]
    [InlineData("state.local-dirs = [/data, \"\"]", "state.local-dirs", "and '' is no name of a folder")]
    [InlineData("node.port = 70000", "node.port", "between 0 and 65535")]
    public void A_bad_value_is_told_by_its_key(string setting, string key, string rule)
    {
        var error = Assert.Throws<JobValidationException>(() => Read("flowactors." + setting));
        Assert.Contains("flowactors." + key, error.Message, StringComparison.Ordinal);
        Assert.Contains(rule, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_setting_of_state_is_read_from_its_key()
    {
        Assert.Equal(("memory", 512L << 20), (Read(null).State.Backend, Read(null).State.MemoryBytes));
        Assert.Empty(Read(null).State.LocalDirs);
        Assert.Equal(Read(null).State.MemoryBytes, new StateSettings("memory").MemoryBytes);
        var given = Read("flowactors.state { memory = 64GiB, local-dirs = [/mnt/a, \"/mnt/b c\"] }").State;
        Assert.Equal(64L << 30, given.MemoryBytes);
        Assert.Equal(["/mnt/a", "/mnt/b c"], given.LocalDirs);
        Assert.Equal(16_000_000, Read("flowactors.state.memory = 16MB").State.MemoryBytes);
        Assert.Null(Read(null).State.Latencies);
        Assert.Null(Read("flowactors.state.latency-track.sample-interval = 7").State.Latencies);
        Assert.Equal(new LatencyTracking(100, 128), Read("flowactors.state.latency-track.keyed-state-enabled = on").State.Latencies);
        Assert.Equal(
            new LatencyTracking(7, 9), Read("flowactors.state.latency-track { keyed-state-enabled = on, sample-interval = 7, history-size = 9 }").State.Latencies);
    }

    [Fact]
    public void Each_setting_of_checkpoints_is_read_from_its_key() => Assert.Equal(
        new NodeCheckpointSettings(
            TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3), 1, 4, 5, CheckpointMode.AlignedWithTimeout, TimeSpan.FromSeconds(6), true, true, 7)
        {
            LocalRecovery = TimeSpan.FromSeconds(8),
        },
        Read(
            """
            flowactors.checkpoints {
              interval = 1s, timeout = 2s, min-pause = 3s, max-concurrent = 1, tolerable-failures = 4, retained = 5
              mode = aligned-with-timeout, alignment-timeout = 6s, falls-back = on, keep-on-cancel = on, history = 7
              local-recovery-keep = 8s
            }
            """).Checkpoints);

    [Fact]
    public void Local_recovery_is_on_unless_it_is_switched_off()
    {
        Assert.Equal(TimeSpan.FromMinutes(10), Read(null).Checkpoints.LocalRecovery);
        Assert.Null(Read("flowactors.checkpoints.local-recovery = off").Checkpoints.LocalRecovery);
    }

    [Theory]
    [InlineData("exchange.batch-bytes-max = 1GiB", "exchange.batch-bytes-max", "exchange.max-message-bytes is '256MiB' (line")]
    [InlineData("exchange.max-message-bytes = 64KiB, flowactors.exchange.batch-bytes-max = 65537B", "exchange.batch-bytes-max", "exchange.max-message-bytes")]
    [InlineData("coordinator.journal-backoff-min = 11s", "coordinator.journal-backoff-min", "coordinator.journal-backoff-max is '10s' (line")]
    public void Two_values_that_contradict_each_other_are_told_by_their_keys(string settings, string key, string other)
    {
        var error = Assert.Throws<JobValidationException>(() => Read("flowactors." + settings));
        Assert.StartsWith($"The setting flowactors.{key} is ", error.Message, StringComparison.Ordinal);
        Assert.Contains($"above flowactors.{other}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exchange.credits-per-chanel = 9", "exchange.credits-per-chanel", "exchange.credits-per-channel")]
    [InlineData("exchnge.quantum = 2ms", "exchnge.quantum", "exchange.quantum")]
    [InlineData("shards = 9", "shards", "sharding.shards")]
    [InlineData("exchange = 9", "exchange", "exchange.credits-per-channel")]
    [InlineData("node.host.name = a", "node.host.name", "node.host")]
    [InlineData("coordinater.retry-interval = 1s", "coordinater.retry-interval", "coordinator.retry-interval")]
    [InlineData("sharding.shard {}", "sharding.shard", "sharding.shards")]
    [InlineData("operator-dispatcher.thread = 3", "operator-dispatcher.thread", "operator-dispatcher.threads")]
    public void A_key_that_nobody_knows_is_told_with_the_one_that_was_meant(string setting, string key, string meant)
    {
        var error = Assert.Throws<JobValidationException>(() => Read("flowactors." + setting));
        Assert.Contains($"flowactors.{key} (did you mean flowactors.{meant}?)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_unknown_keys_are_told_at_once_and_before_bad_values()
    {
        var error = Assert.Throws<JobValidationException>(() => Read("flowactors.client { timeot = 1s, timeout = soon }\nflowactors.jurnal.data-folder = x"));
        Assert.Contains("flowactors.client.timeot", error.Message, StringComparison.Ordinal);
        Assert.Contains("flowactors.jurnal.data-folder", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("operator-dispatcher { throughput-deadline-time = 1ms, mailbox-capacity = 5, fork-join-executor.parallelism-min = 2 }")]
    [InlineData("control-dispatcher { executor = fork-join-executor, what-only-it-knows = 3 }")]
    public void A_dispatcher_takes_whatever_Akka_may_read_of_it(string setting) => Assert.NotNull(Read("flowactors." + setting));

    [Fact]
    public void An_optional_variable_that_is_not_set_leaves_the_default_and_one_that_is_set_counts()
    {
        const string Text = "flowactors.exchange.quantum = ${?FLOW_QUANTUM}";
        Assert.Equal(TimeSpan.FromMilliseconds(1), Composed.Read(Text).Exchange.Quantum);
        Assert.Equal(TimeSpan.FromMilliseconds(5), Composed.Read(Text, ("FLOW_QUANTUM", "5ms")).Exchange.Quantum);
        Assert.Contains(
            "flowactors.exchange.quantum is 'soon' (the environment variable FLOW_QUANTUM, used in line 1 of the test)",
            Composed.Refused(Text, ("FLOW_QUANTUM", "soon")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_may_be_taken_from_the_reference() =>
        Assert.Equal(TimeSpan.FromSeconds(2), Composed.Read("flowactors.client.timeout = ${flowactors.node.register-interval}").Client.Timeout);

    [Theory]
    [InlineData("500us", 500)]
    [InlineData("500 microseconds", 500)]
    [InlineData("0.5ms", 500)]
    [InlineData("250000ns", 250)]
    [InlineData("0.001 s", 1000)]
    public void Times_have_the_units_of_the_specification(string time, int microseconds) =>
        Assert.Equal(TimeSpan.FromMicroseconds(microseconds), Composed.Read($"flowactors.exchange.quantum = {time}").Exchange.Quantum);

    [Theory]
    [InlineData("65536B", 65536)]
    [InlineData("1.5 KiB", 1536)]
    [InlineData("64kB", 64000)]
    [InlineData("1M", 1 << 20)]
    public void Sizes_have_the_units_of_the_specification(string size, int bytes) =>
        Assert.Equal(bytes, Composed.Read($"flowactors.exchange.batch-bytes-max = {size}").Exchange.BatchBytesMax);

    [Theory]
    [InlineData("flowactors = 5", "flowactors is '5' (line 1 of the test)")]
    [InlineData("flowactors = null", "flowactors is null (line 1 of the test)")]
    [InlineData("flowactors = [1, 2]", "flowactors is the list ['1', '2'] (line 1 of the test)")]
    [InlineData("flowactors.exchange = null", "flowactors.exchange (did you mean flowactors.exchange.credits-per-channel?) at line 1 of the test")]
    [InlineData("flowactors.node.register-interval = 1s }\nflowactors.exchange.quantum = nonsense", "(at line 1 of the test)")]
    public void What_takes_the_place_of_a_section_is_told_by_its_key(string text, string told) =>
        Assert.Contains(told, Composed.Refused(text), StringComparison.Ordinal);

    private static RuntimeSettings Read(string? application) => Composed.Read(application);
}
