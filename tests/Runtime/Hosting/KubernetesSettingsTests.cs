using FlowActors.Runtime.Hosting;
using FlowActors.Tests;

namespace FlowActors.Runtime.Tests.Hosting;

/// <summary>What <c>hocon/kubernetes.conf</c> is read as; what Akka makes of it is tested with nodes.</summary>
public sealed class KubernetesSettingsTests
{
    private const string Connection = "Host=db.example.com;Database=flow;Username=me;Password=hidden of all";
    private static readonly string s_text = $"include \"{Repository.PathOf("hocon/kubernetes.conf")}\"";

    private static readonly (string Name, string Value)[] s_pod =
    [
        ("POD_IP", "10.0.0.7"), ("FLOWACTORS_ADMIN_KEY", "0123456789abcdef"), ("FLOWACTORS_JOURNAL", Connection), ("KUBERNETES_SERVICE_HOST", "10.0.0.1"), ("KUBERNETES_SERVICE_PORT", "443"),
    ];

    [Fact]
    public void A_pod_finds_its_cluster_by_discovery_and_keeps_the_journal_in_PostgreSQL()
    {
        var configuration = Composed.Of(s_text, RuntimeConfiguration.Cluster, s_pod);
        var settings = SettingsReader.Read(configuration);
        Assert.Equal("database 'flow' of the PostgreSQL server at db.example.com:5432", settings.Journal.Postgres!.Where);
        Assert.Contains("hidden of all", settings.Journal.Postgres.ConnectionString, StringComparison.Ordinal);
        Assert.Equal(("10.0.0.7", 4053, 4054, true), (settings.Node.Host, settings.Node.Port, settings.Node.DataPort, settings.Node.JoinsByDiscovery));
        Assert.Equal("kubernetes-pods", configuration.ForAkka().GetString("akka.discovery.method"));
        Assert.Equal("https://10.0.0.1:443", configuration.ForAkka().GetString("akka.discovery.kubernetes-pods.api-address"));
    }

    [Theory]
    [InlineData("FLOWACTORS_JOURNAL")]
    [InlineData("FLOWACTORS_ADMIN_KEY")]
    [InlineData("POD_IP")]
    public void What_the_environment_does_not_have_is_told(string missing)
    {
        var error = Assert.Throws<JobValidationException>(() => Composed.Of(s_text, RuntimeConfiguration.Cluster, [.. s_pod.Where(v => v.Name != missing)]));
        Assert.Contains(missing, error.Message, StringComparison.Ordinal);
    }
}
