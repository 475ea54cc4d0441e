using System.Text.RegularExpressions;
using FlowActors.Examples.Cluster;
using YamlDotNet.RepresentationModel;

namespace FlowActors.Tests.Examples.Cluster;

/// <summary>The manifests for Kubernetes: well formed, and in step with hocon/kubernetes.conf and the node command.</summary>
public sealed partial class ManifestTests
{
    private const string Manifests = "docs/examples/kubernetes/flowactors.yaml";
    private static readonly string s_configuration = Repository.Read("hocon/kubernetes.conf");
    private static readonly string s_whole = s_configuration + string.Concat(Include().Matches(s_configuration).Select(m => Repository.Read($"hocon/{m.Groups[1].Value}")));
    private static readonly List<YamlMappingNode> s_all = Load();
    private static readonly YamlMappingNode s_pod = At(Of("StatefulSet"), "spec", "template", "spec");
    private static readonly YamlMappingNode s_container = (YamlMappingNode)List(s_pod, "containers").Single();

    [Fact]
    public void The_ports_are_those_of_the_configuration()
    {
        var ports = List(s_container, "ports").ToDictionary(p => Text(p, "name"), p => Text(p, "containerPort"));
        Assert.Equal(
            new Dictionary<string, string> { ["control"] = Setting("port", "node"), ["data"] = Setting("data-port", "node"), ["http"] = Setting("port", "  http"), ["management"] = Setting("port", "    http") },
            ports);
        Assert.Equal("management", Setting("port-name", "contact-point-discovery"));
        foreach (var port in s_all.Where(m => Text(m, "kind") == "Service").SelectMany(m => List(At(m, "spec"), "ports"))) Assert.Equal(ports[Text(port, "name")], Text(port, "port"));
        var image = Repository.Read("docs/examples/kubernetes/Dockerfile");
        Assert.Equal(ports.Values.Order(), Expose().Match(image).Groups[1].Value.Split(' ').Order());
    }

    [Fact]
    public void Pods_are_found_by_their_label_and_may_be_listed()
    {
        var app = Setting("service-name", "contact-point-discovery");
        Assert.Equal($"app={app}", Setting("pod-label-selector", "kubernetes-pods").Replace("{0}", app, StringComparison.Ordinal));
        Assert.Equal(app, Text(At(Of("StatefulSet"), "spec", "template", "metadata", "labels"), "app"));
        Assert.All(s_all.Where(m => Text(m, "kind") == "Service"), m => Assert.Equal(app, Text(At(m, "spec", "selector"), "app")));
        var rule = (YamlMappingNode)List(Of("Role"), "rules").Single();
        Assert.Contains("pods", List(rule, "resources").Select(r => r.ToString()));
        Assert.Superset(new HashSet<string> { "get", "list" }, List(rule, "verbs").Select(v => v.ToString()).ToHashSet());
        Assert.Equal(Text(s_pod, "serviceAccountName"), Text(List(Of("RoleBinding"), "subjects").Single(), "name"));
        Assert.Equal(Text(At(Of("Role"), "metadata"), "name"), Text(At(Of("RoleBinding"), "roleRef"), "name"));
    }

    [Fact]
    public void What_the_configuration_takes_from_the_environment_is_there()
    {
        var given = List(s_container, "env").Select(e => Text(e, "name")).ToHashSet();
        var asked = Variable().Matches(s_whole).Select(m => m.Groups[1].Value).ToHashSet();
        Assert.Superset(new HashSet<string> { "POD_IP", "FLOWACTORS_JOURNAL" }, asked);
        // These two every pod has.
        Assert.Equal(asked.Except(["KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT"]).Order(), given.Order());
    }

    [Fact]
    public void The_secrets_are_those_that_the_page_says_how_to_make()
    {
        var secrets = List(s_container, "env").Select(e => (YamlMappingNode)e["valueFrom"]).Where(v => v.Children.ContainsKey("secretKeyRef")).Select(v => At(v, "secretKeyRef")).ToList();
        var made = Repository.Read("docs/deployment.md").Split('\n').Single(line => line.Contains("kubectl create secret generic", StringComparison.Ordinal));
        Assert.Contains("generic flowactors ", made, StringComparison.Ordinal);
        Assert.All(secrets, s => Assert.Equal("flowactors", Text(s, "name")));
        Assert.Equal(Literal().Matches(made).Select(m => m.Groups[1].Value).Order(), secrets.Select(s => Text(s, "key")).Order());
    }

    [Fact]
    public void A_pod_has_longer_to_end_than_a_drain_takes_and_is_asked_for_its_health()
    {
        Assert.InRange(int.Parse(Text(s_pod, "terminationGracePeriodSeconds"), System.Globalization.CultureInfo.InvariantCulture), 121, 600);
        foreach (var (probe, path) in ((string, string)[])[("startupProbe", "/health/ready"), ("readinessProbe", "/health/ready"), ("livenessProbe", "/health/live")])
            Assert.Equal((path, "http"), (Text(At(s_container, probe, "httpGet"), "path"), Text(At(s_container, probe, "httpGet"), "port")));
        var replicas = int.Parse(Text(At(Of("StatefulSet"), "spec"), "replicas"), System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal($"{(replicas / 2) + 1}", Setting("required-contact-point-nr", "contact-point-discovery"));
    }

    [Fact]
    public void The_container_runs_the_node_command_with_folders_that_are_mounted()
    {
        string[] arguments = [.. List(s_container, "args").Select(a => a.ToString())];
        var parsed = FlowActors.Examples.CommandLine.ExamplesCommand.Create(new(TextWriter.Null, TextWriter.Null, IsInteractive: false)).Command.Parse(arguments);
        Assert.Empty(parsed.Errors);
        Assert.Equal(NodeCommand.Name, parsed.CommandResult.Command.Name);
        Assert.Equal(["/data", "/local"], List(s_container, "volumeMounts").Select(m => Text(m, "mountPath")));
        Assert.Equal(("/data", "/local"), (arguments[Array.IndexOf(arguments, "--data") + 1], arguments[Array.IndexOf(arguments, "--local") + 1]));
        Assert.Equal(List(s_container, "volumeMounts").Select(m => Text(m, "name")), List(s_pod, "volumes").Select(v => Text(v, "name")));
    }

    private static List<YamlMappingNode> Load()
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Repository.Read(Manifests)));
        return [.. stream.Documents.Select(d => (YamlMappingNode)d.RootNode)];
    }

    private static YamlMappingNode Of(string kind) => s_all.Single(m => Text(m, "kind") == kind);

    private static YamlMappingNode At(YamlNode node, params string[] path) => (YamlMappingNode)path.Aggregate(node, (n, key) => n[key]);

    private static YamlSequenceNode List(YamlNode node, string key) => (YamlSequenceNode)node[key];

    private static string Text(YamlNode node, string key) => ((YamlScalarNode)node[key]).Value!;

    /// <summary>The value of a key in the section whose line ends with a name and a brace.</summary>
    private static string Setting(string key, string section)
    {
        var lines = s_configuration.Split('\n').SkipWhile(line => !line.TrimEnd().EndsWith($"{section} {{", StringComparison.Ordinal));
        return lines.First(line => line.TrimStart().StartsWith($"{key} = ", StringComparison.Ordinal)).Split('=', 2)[1].Trim().Trim('"');
    }

    [GeneratedRegex(@"\$\{\??([A-Z_]+)\}")]
    private static partial Regex Variable();

    [GeneratedRegex("^include \"(.+)\"$", RegexOptions.Multiline)]
    private static partial Regex Include();

    [GeneratedRegex("--from-literal=([a-z-]+)=")]
    private static partial Regex Literal();

    [GeneratedRegex("^EXPOSE (.+)$", RegexOptions.Multiline)]
    private static partial Regex Expose();
}
