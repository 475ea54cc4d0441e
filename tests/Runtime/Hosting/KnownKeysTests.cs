namespace FlowActors.Runtime.Tests.Hosting;

/// <summary>Keys outside of <c>flowactors</c>: those that nobody reads are refused, those of others pass.</summary>
public sealed class KnownKeysTests
{
    [Theory]
    [InlineData("flowactor.exchange.quantum = 2ms", "flowactor.exchange.quantum", "flowactors.exchange.quantum")]
    [InlineData("flow-actors.exchange.quantum = 2ms", "flow-actors.exchange.quantum", "flowactors.exchange.quantum")]
    [InlineData("FlowActors.exchange.quantum = 2ms", "FlowActors.exchange.quantum", "flowactors.exchange.quantum")]
    [InlineData("flow_actors { node.port = 5 }", "flow_actors.node.port", "flowactors.node.port")]
    [InlineData("\"flowactors.node.port\" = 5", "\"flowactors.node.port\"", "flowactors.node.port")]
    [InlineData("exchange.quantum = 2ms", "exchange.quantum", "flowactors.exchange.quantum")]
    [InlineData("cluster.gossip-interval = 2s", "cluster.gossip-interval", "akka.cluster.gossip-interval")]
    [InlineData("Akka.cluster.gossip-interval = 2s", "Akka.cluster.gossip-interval", "akka.cluster.gossip-interval")]
    [InlineData("aka.loglevel = INFO", "aka.loglevel", "akka.loglevel")]
    [InlineData("akka.cluster.gosip-interval = 2s", "akka.cluster.gosip-interval", "akka.cluster.gossip-interval")]
    [InlineData("akka.clustre.gossip-interval = 2s", "akka.clustre.gossip-interval", "akka.cluster.gossip-interval")]
    [InlineData("akka.sharding.retry-interval = 2s", "akka.sharding.retry-interval", "akka.cluster.sharding.retry-interval")]
    [InlineData("akka.gossip-interval = 2s", "akka.gossip-interval", "gossip-interval")]
    [InlineData("akka.actor.internal-dispatcher.thread = 2", "akka.actor.internal-dispatcher.thread", "akka.actor.internal-dispatcher.threads")]
    [InlineData("akka.persistence.jurnal.plugin = x", "akka.persistence.jurnal.plugin", "akka.persistence.journal.plugin")]
    [InlineData("akka.flowactors.node.port = 5", "akka.flowactors.node.port", "flowactors.node.port")]
    public void A_key_that_nobody_reads_is_told_with_the_one_that_was_meant(string text, string key, string meant)
    {
        var error = Composed.Refused(text);
        Assert.Contains($"{key} (did you mean ", error, StringComparison.Ordinal);
        Assert.Contains($"{meant}?) at line 1 of the test", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("akka.remote.dot-netty.tcp.port = 4053", "flowactors.node.port")]
    [InlineData("akka.remote.dot-netty.tcp.hostname = localhost", "flowactors.node.host")]
    [InlineData("akka.remote.dot-netty.tcp.enable-ssl = on", "flowactors.tls.certificate")]
    [InlineData("akka.remote.dot-netty.tcp.ssl.certificate.path = \"my.pfx\"", "flowactors.tls.certificate")]
    [InlineData("akka.remote.dot-netty.tcp.ssl.suppress-validation = true", "flowactors.tls.certificate")]
    public void What_the_engine_sets_for_Akka_is_set_by_its_own_key(string text, string ours) =>
        Assert.Contains($"Remove it and set {ours}.", Composed.Refused(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("my-application.key = 2")]
    [InlineData("kafka.bootstrap = x")]
    [InlineData("client.colour = red")]
    [InlineData("akka.kafka.consumer.poll-timeout = 1s")]
    [InlineData("akka.persistence.journal.postgresql { class = \"x\", connection-string = \"y\" }")]
    [InlineData("akka.persistence.journal.inmem2 { class = \"x\" }")]
    [InlineData("akka.actor.deployment { /one { router = round-robin-pool, nr-of-instances = 3 } }")]
    [InlineData("akka.actor { serializers.mine = \"x\", serialization-bindings { \"My, Type\" = mine } }")]
    [InlineData("akka.actor.my-dispatcher { type = ForkJoinDispatcher, throughput = 3 }")]
    [InlineData("akka.actor.default-dispatcher.fork-join-executor.parallelism-max = 3")]
    [InlineData("akka.cluster.role.worker.min-nr-of-members = 2")]
    [InlineData("akka.cluster { gossip-interval = 200ms, roles = [a, b], seed-nodes = [], publish-stats-interval = 1s }")]
    [InlineData("akka { loglevel = INFO, log-dead-letters = on, stdout-loglevel = OFF, log-config-on-start = on }")]
    [InlineData("akka.cluster.sharding { passivate-idle-entity-after = 120s, remember-entities = off }")]
    [InlineData("akka.remote.dot-netty.tcp { public-hostname = a, maximum-frame-size = 2MiB, log-transport = on }")]
    [InlineData("akka.cluster.gossip-interval = 200")]
    [InlineData("akka.cluster.sharding.distributed-data.gossip-interval = 1s")]
    [InlineData("akka.persistence.journal.inmem.recovery-event-timeout = 1s")]
    [InlineData("akka.coordinated-shutdown.phases.mine { depends-on = [], timeout = 3s }")]
    public void Keys_of_Akka_of_its_plugins_and_of_the_application_pass(string text) => Assert.NotNull(Composed.Read(text));

    [Theory]
    [InlineData("akka.cluster.gossip-interval = soon", "must be a time")]
    [InlineData("akka.cluster.gossip-interval = [1s]", "must be one value, not a list")]
    [InlineData("akka.cluster.gossip-interval = { a = 1 }", "must be one value, not a section")]
    [InlineData("akka.cluster.gossip-interval = 500us", "must be a time")]
    [InlineData("akka.cluster.min-nr-of-members = many", "must be a number")]
    [InlineData("akka.cluster.roles = backend", "must be a list")]
    [InlineData("akka.coordinated-shutdown.run-by-actor-system-terminate = maybe", "must be on or off")]
    [InlineData("akka.remote.dot-netty.tcp.maximum-frame-size = big", "must be a size")]
    [InlineData("akka.cluster = off", "must be a section")]
    [InlineData("akka = 5", "must be a section")]
    [InlineData("akka.actor.internal-dispatcher.threads = many", "must be a number")]
    [InlineData("akka.actor.internal-dispatcher.threads = 5000", "must lie between 0 and 4096")]
    public void A_value_that_Akka_could_not_read_is_told_by_its_key(string text, string rule)
    {
        var error = Composed.Refused(text);
        Assert.Contains($"The setting {text.Split(" = ")[0]} is ", error, StringComparison.Ordinal);
        Assert.Contains(rule, error, StringComparison.Ordinal);
        Assert.Contains("line 1 of the test", error, StringComparison.Ordinal);
    }
}
