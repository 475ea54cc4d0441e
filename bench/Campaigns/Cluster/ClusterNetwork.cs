using System.Diagnostics;
using System.Globalization;
using FlowActors.Bench.Harness;
using FlowActors.Tests;

namespace FlowActors.Bench.Campaigns.Cluster;

/// <summary>Where a node listens.</summary>
/// <param name="Host">Its address.</param>
/// <param name="Port">For control.</param>
/// <param name="DataPort">For records.</param>
/// <param name="HttpPort">For HTTP.</param>
internal sealed record ClusterAddress(string Host, int Port, int DataPort, int HttpPort);

/// <summary>
/// The network of the nodes. Where the campaign may make network namespaces each node has one, with an address of its own, and can be cut off from others: packets to them go to a hardware address that nobody has, so that nothing
/// is refused. The campaign itself reaches all of them all the while. Elsewhere all have the loopback address.
/// </summary>
internal sealed class ClusterNetwork : IDisposable
{
    private const string Prefix = "fa";
    private const string Namespaces = "/var/run/netns";
    private const string NobodysAddress = "02:00:00:00:00:01";
    private readonly string? _name;
    private readonly string _subnet;
    private readonly List<ClusterAddress> _addresses = [];
    private readonly List<(int From, int To)> _cut = [];

    private ClusterNetwork(string? name, string subnet, string? without) => (_name, _subnet, WithoutCuts) = (name, subnet, without);

    /// <summary>Why nodes cannot be cut off; null where they can.</summary>
    public string? WithoutCuts { get; }

    /// <summary>Makes it.</summary>
    /// <param name="nodes">For how many nodes.</param>
    public static ClusterNetwork Create(int nodes)
    {
        RemoveLeftBehind();
        var id = Environment.ProcessId;
        var subnet = string.Create(CultureInfo.InvariantCulture, $"10.{180 + id / 250 % 60}.{id % 250}");
        var network = new ClusterNetwork($"{Prefix}{id}", subnet, null);
        try
        {
            network.Make(nodes);
            return network;
        }
        catch (Exception e) when (e is BenchException or System.ComponentModel.Win32Exception)
        {
            network.Dispose();
            var plain = new ClusterNetwork(null, "127.0.0", e.Message);
            var ports = FreePorts.Take(3 * nodes);
            for (var i = 0; i < nodes; i++) plain._addresses.Add(new ClusterAddress("127.0.0.1", ports[3 * i], ports[3 * i + 1], ports[3 * i + 2]));
            return plain;
        }
    }

    /// <summary>Where a node listens.</summary>
    public ClusterAddress AddressOf(int node) => _addresses[node];

    /// <summary>What starts a program where a node lives.</summary>
    public ProcessStartInfo StartOf(int node, string program, IEnumerable<string> arguments) =>
        _name is null ? new ProcessStartInfo(program, arguments) : new ProcessStartInfo("ip", ["netns", "exec", NamespaceOf(node), program, .. arguments]);

    /// <summary>Cuts nodes off from others.</summary>
    public void Cut(IReadOnlyCollection<int> some, IReadOnlyCollection<int> others)
    {
        foreach (var one in some)
        {
            foreach (var other in others)
            {
                Cut(one, other);
                Cut(other, one);
            }
        }
    }

    /// <summary>All reach each other again.</summary>
    public void Mend()
    {
        foreach (var (from, to) in _cut) Ip("-n", NamespaceOf(from), "neigh", "del", _addresses[to].Host, "dev", "eth0");
        _cut.Clear();
    }

    public void Dispose()
    {
        if (_name is null) return;
        for (var i = 0; i < Math.Max(_addresses.Count, 1); i++) TryIp("netns", "del", NamespaceOf(i));
        TryIp("link", "del", _name);
    }

    private void Cut(int from, int to)
    {
        Ip("-n", NamespaceOf(from), "neigh", "replace", _addresses[to].Host, "lladdr", NobodysAddress, "dev", "eth0", "nud", "permanent");
        _cut.Add((from, to));
    }

    private void Make(int nodes)
    {
        if (!OperatingSystem.IsLinux()) throw new BenchException("there are no network namespaces on this system");
        Ip("link", "add", _name!, "type", "bridge");
        Ip("addr", "add", $"{_subnet}.254/24", "dev", _name!);
        Ip("link", "set", _name!, "up");
        for (var i = 0; i < nodes; i++)
        {
            var (space, link, host) = (NamespaceOf(i), $"{_name}v{i}", $"{_subnet}.{i + 1}");
            Ip("netns", "add", space);
            _addresses.Add(new ClusterAddress(host, 4053, 4054, 8081));
            Ip("link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", space);
            Ip("link", "set", link, "master", _name!, "up");
            Ip("-n", space, "addr", "add", $"{host}/24", "dev", "eth0");
            Ip("-n", space, "link", "set", "eth0", "up");
            Ip("-n", space, "link", "set", "lo", "up");
        }
    }

    // Of campaigns that were killed.
    private static void RemoveLeftBehind()
    {
        if (!Directory.Exists(Namespaces)) return;
        foreach (var space in Directory.EnumerateFiles(Namespaces, $"{Prefix}*-*").Select(Path.GetFileName).OfType<string>())
        {
            if (!int.TryParse(space[Prefix.Length..space.IndexOf('-')], CultureInfo.InvariantCulture, out var id) || Directory.Exists($"/proc/{id}")) continue;
            TryIp("netns", "del", space);
            TryIp("link", "del", $"{Prefix}{id}");
        }
    }

    private string NamespaceOf(int node) => $"{_name}-{node}";

    private static void TryIp(params string[] arguments)
    {
        try
        {
            Ip(arguments);
        }
        catch (Exception e) when (e is BenchException or System.ComponentModel.Win32Exception)
        {
            // It was not made, or is gone.
        }
    }

    private static void Ip(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new BenchException($"'ip {string.Join(' ', arguments)}': {error.Trim()}");
    }
}
