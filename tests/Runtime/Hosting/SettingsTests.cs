using Akka.Configuration;
using FlowActors.Runtime.Hosting;

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
    public void Every_overlay_can_be_read(string overlay) => Assert.NotNull(SettingsReader.Read(RuntimeConfiguration.Compose(null, overlay)));

    [Fact]
    public void What_the_application_sets_comes_first()
    {
        var settings = Read("flowactors { exchange.credits-per-channel = 9, operator-dispatcher.threads = 3, journal.data-folder = data }");
        Assert.Equal((9, 3, "data"), (settings.Exchange.CreditsPerChannel, settings.OperatorDispatcher.Threads, settings.Journal.DataFolder));
    }

    [Fact]
    public void Akka_listens_where_the_node_is_told_to()
    {
        var config = RuntimeConfiguration.Compose("flowactors.node { host = \"127.0.0.2\", port = 4053 }", RuntimeConfiguration.Embedded);
        Assert.Equal("127.0.0.2", config.GetString("akka.remote.dot-netty.tcp.hostname"));
        Assert.Equal(4053, config.GetInt("akka.remote.dot-netty.tcp.port"));
    }

    [Theory]
    [InlineData("exchange.credits-per-channel = 0", "exchange.credits-per-channel", "between 1 and")]
    [InlineData("exchange.remote-credits-per-channel = 5000", "exchange.remote-credits-per-channel", "between 1 and")]
    [InlineData("exchange.credits-per-channel = many", "exchange.credits-per-channel", "a whole number")]
    [InlineData("exchange.batch-bytes-max = 1", "exchange.batch-bytes-max", "bytes")]
    [InlineData("coordinator.retry-interval = soon", "coordinator.retry-interval", "a time")]
    [InlineData("coordinator.stop-timeout = 0ms", "coordinator.stop-timeout", "between")]
    [InlineData("node.host = \"\"", "node.host", "must not be empty")]
    [InlineData("node.port = 70000", "node.port", "between 0 and 65535")]
    public void A_bad_value_is_told_by_its_key(string setting, string key, string rule)
    {
        var error = Assert.Throws<JobValidationException>(() => Read("flowactors." + setting));
        Assert.Contains("flowactors." + key, error.Message, StringComparison.Ordinal);
        Assert.Contains(rule, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_key_is_told()
    {
        var error = Assert.Throws<JobValidationException>(() => SettingsReader.Read(ConfigurationFactory.Empty));
        Assert.Contains("flowactors.node.host is missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_not_HOCON_is_refused() => Assert.Throws<JobValidationException>(() => Read("flowactors { exchange ="));

    private static RuntimeSettings Read(string? application) =>
        SettingsReader.Read(RuntimeConfiguration.Compose(application, RuntimeConfiguration.Embedded));
}
