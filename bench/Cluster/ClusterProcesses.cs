using System.Diagnostics;
using System.Globalization;
using FlowActors.Bench.Harness;
using FlowActors.Client;
using FlowActors.Tests;

namespace FlowActors.Bench.Cluster;

/// <summary>A cluster of processes on this machine, in a folder of its own.</summary>
internal sealed class ClusterProcesses : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);
    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-cluster-").FullName;
    private readonly List<ClusterNode> _nodes = [];
    private readonly List<NodeOrder> _orders = [];
    private readonly List<(string Line, long At)> _log = [];
    private readonly string _configuration;

    private ClusterProcesses(int nodesMax, string configuration)
    {
        _configuration = configuration;
        var ports = FreePorts.Take(2 * nodesMax);
        for (var i = 0; i < nodesMax; i++)
            _orders.Add(new NodeOrder(ports[2 * i], ports[(2 * i) + 1], [$"127.0.0.1:{ports[0]}"], Path.Combine(_folder, "shared"), Path.Combine(_folder, $"local-{i}"), ""));
    }

    /// <summary>What the nodes' sinks say.</summary>
    public RecordFlow Flow { get; } = new();

    /// <summary>The nodes that were started, in the order of their numbers.</summary>
    public IReadOnlyList<ClusterNode> Nodes => _nodes;

    /// <summary>Starts the nodes of a cluster, the first one first.</summary>
    /// <param name="slots">How many slots each takes; null for no limit.</param>
    /// <param name="nodesMax">How many there may be.</param>
    /// <param name="configuration">Settings of all.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<ClusterProcesses> StartAsync(IReadOnlyList<int?> slots, int nodesMax, string configuration, CancellationToken cancellationToken)
    {
        var cluster = new ClusterProcesses(nodesMax, configuration);
        try
        {
            for (var i = 0; i < slots.Count; i++) await cluster.StartAsync(i, slots[i], cancellationToken);
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }

        return cluster;
    }

    /// <summary>Starts a node, or starts it again, and waits until it takes jobs.</summary>
    public async Task<ClusterNode> StartAsync(int number, int? slots, CancellationToken cancellationToken)
    {
        var limit = slots is { } n ? string.Create(CultureInfo.InvariantCulture, $"flowactors.node.slots = {n}\n") : "";
        var node = new ClusterNode(_orders[number] with { Configuration = limit + _configuration }, Flow, Logged);
        if (number == _nodes.Count)
        {
            _nodes.Add(node);
        }
        else
        {
            _nodes[number].Dispose();
            _nodes[number] = node;
        }

        await node.UntilReadyAsync(cancellationToken);
        return node;
    }

    /// <summary>Asks a node that lives, as often as it takes until one answers: while the job manager moves none does.</summary>
    public async Task<T> AskAsync<T>(Func<FlowActorsClient, Task<T>> question, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return await question(_nodes.Last(n => n.IsAlive).Client);
            }
            catch (FlowActorsClientException) when (Stopwatch.GetElapsedTime(started) < s_patience)
            {
                await Task.Delay(s_pause, cancellationToken);
            }
        }
    }

    /// <summary>Asks until the answer is as it should be.</summary>
    /// <exception cref="BenchException">It does not become so.</exception>
    public async Task<T> UntilAsync<T>(string what, Func<FlowActorsClient, Task<T>> question, Func<T, bool> isGood, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var answer = await AskAsync(question, cancellationToken);
            if (isGood(answer)) return answer;
            if (Stopwatch.GetElapsedTime(started) > s_patience) throw new BenchException($"For {s_patience.TotalSeconds:F0} s there was no sign of this: {what}. Last: {answer}");
            await Task.Delay(s_pause, cancellationToken);
        }
    }

    /// <summary>When a text stood first in the log of any node from a time on, by the machine's monotonic clock; null where it does not.</summary>
    public long? LoggedAt(string text, long from)
    {
        lock (_log) return _log.Where(l => l.At >= from && l.Line.Contains(text, StringComparison.Ordinal)).Select(l => (long?)l.At).FirstOrDefault();
    }

    /// <summary>The last lines of all logs.</summary>
    public string Logs => string.Join("\n", _nodes.Select(n => $"---- {n.Name}\n{string.Join('\n', n.Log.Split('\n').TakeLast(40))}"));

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) node.Dispose();
        await Task.Run(() => Directory.Delete(_folder, recursive: true));
    }

    private void Logged(string line, long at)
    {
        lock (_log) _log.Add((line, at));
    }
}
