using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using Akka.Actor;
using Akka.Configuration;
using Akka.Discovery;

namespace FlowActors.Management.Kubernetes;

/// <summary>
/// A discovery method for Kubernetes: the pods with a label in the namespace of this one, each at its address and at the port of its container that has the name that is looked for. Pods that
/// are ending, or have no address yet, are none. Its settings are those of <c>hocon/kubernetes.conf</c>.
/// </summary>
/// <remarks>Akka.Discovery.KubernetesApi does the same by a client whose only versions at hand do not fit it.</remarks>
public sealed class PodDiscovery : ServiceDiscovery
{
    private static readonly FrozenSet<string> s_keys = FrozenSet.Create("class", "pod-label-selector", "api-address", "api-ca-path", "api-token-path", "pod-namespace-path");

    private readonly PodClient _client;
    private readonly string _selector;

    /// <summary>Made by Akka.Discovery.</summary>
    /// <param name="system">The system that looks.</param>
    /// <param name="settings">The section of the method.</param>
    /// <exception cref="ConfigurationException">A key is missing or unknown.</exception>
    public PodDiscovery(ExtendedActorSystem system, Config settings)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Root.GetObject().Items.Keys.FirstOrDefault(key => !s_keys.Contains(key)) is { } unknown)
            throw new ConfigurationException($"The key {unknown} of the discovery of pods is not known: there are {string.Join(", ", s_keys.Order(StringComparer.Ordinal))}.");
        _selector = Text(settings, "pod-label-selector");
        _client = new PodClient(new Uri(Text(settings, "api-address")), Text(settings, "api-ca-path"), Text(settings, "api-token-path"), Text(settings, "pod-namespace-path"));
        system.RegisterOnTermination(_client.Dispose);
    }

    /// <inheritdoc />
    public override async Task<Resolved> Lookup(Lookup lookup, TimeSpan resolveTimeout)
    {
        ArgumentNullException.ThrowIfNull(lookup);
        using var timeout = new CancellationTokenSource(resolveTimeout);
        var pods = await _client.ListAsync(string.Format(CultureInfo.InvariantCulture, _selector, lookup.ServiceName), timeout.Token).ConfigureAwait(false);
        return new Resolved(lookup.ServiceName, pods.SelectMany(pod => TargetsOf(pod, lookup.PortName)));
    }

    private static IEnumerable<ResolvedTarget> TargetsOf(Pod pod, string? portName) =>
        pod is { Metadata.DeletionTimestamp: null, Status: { PodIP: { Length: > 0 } address, Phase: "Running" or "Pending" } }
            ? pod.Spec.Containers.SelectMany(c => c.Ports ?? []).Where(p => p.Name == portName).Take(1).Select(p => new ResolvedTarget(address, p.ContainerPort, IPAddress.Parse(address)))
            : [];

    private static string Text(Config settings, string key) =>
        settings.GetString(key) is { Length: > 0 } text ? text : throw new ConfigurationException($"The discovery of pods has no {key}: set it as hocon/kubernetes.conf does.");
}
