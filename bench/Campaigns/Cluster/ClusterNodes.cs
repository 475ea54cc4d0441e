using System.Globalization;
using FlowActors.Bench.Harness;
using FlowActors.Client;

namespace FlowActors.Bench.Campaigns.Cluster;

/// <summary>The nodes of the campaign.</summary>
internal sealed class ClusterNodes : IDisposable
{
    /// <summary>How many there are from the beginning; the first takes no slots.</summary>
    public const int Begin = 4;

    /// <summary>How many there can be.</summary>
    public const int Max = Begin + 1;

    /// <summary>How long anything may take.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(120);

    /// <summary>How often something is looked at.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private int _starts;

    public ClusterNodes(string folder, ulong seed, ClusterPlant plant)
    {
        Network = ClusterNetwork.Create(Max);
        var addresses = Enumerable.Range(0, Max).Select(Network.AddressOf).ToList();
        var seeds = addresses.Take(Begin).Select(a => $"{a.Host}:{a.Port}").ToList();
        All = [.. addresses.Select((a, i) => new ClusterNode(new ClusterOrder(folder, seed, i, a.Host, a.Port, a.DataPort, a.HttpPort, seeds, OnlyLeads: i == 0, plant), Network))];
    }

    public ClusterNetwork Network { get; }

    /// <summary>All, those that do not run too.</summary>
    public IReadOnlyList<ClusterNode> All { get; }

    /// <summary>Those that run and do not stand still, the oldest first.</summary>
    public IReadOnlyList<ClusterNode> Active => [.. All.Where(n => n is { IsRunning: true, IsFrozen: false }).OrderBy(n => n.Started)];

    /// <summary>Starts one, and waits until it takes jobs.</summary>
    public Task StartAsync(ClusterNode node, CancellationToken cancellationToken)
    {
        node.Start(Interlocked.Increment(ref _starts));
        return node.UntilReadyAsync(cancellationToken);
    }

    /// <summary>The same, of one that may end instead, as its cluster puts it out before it has started.</summary>
    public async Task<bool> TryStartAsync(ClusterNode node, CancellationToken cancellationToken)
    {
        try
        {
            await StartAsync(node, cancellationToken);
            return true;
        }
        catch (BenchException) when (!node.IsRunning)
        {
            return false;
        }
    }

    /// <summary>Asks one after the other until one answers.</summary>
    /// <exception cref="BenchException">None does.</exception>
    public async Task<T> AnyAsync<T>(Func<FlowActorsClient, Task<T>> ask, CancellationToken cancellationToken)
    {
        using var bound = new CancellationTokenSource(Bound);
        var why = "there is none";
        while (!bound.IsCancellationRequested)
        {
            foreach (var node in Active)
            {
                try
                {
                    return await ask(node.Client);
                }
                catch (FlowActorsClientException e)
                {
                    why = $"{node.Name}: {e.Message}";
                }
            }

            await Task.Delay(Look, cancellationToken);
        }

        throw new BenchException($"no node has answered for {Bound.TotalSeconds} s; {why}");
    }

    /// <summary>Starts what has ended, as a service would be, until each node knows all that run and no others.</summary>
    /// <returns>What was started.</returns>
    /// <exception cref="BenchException">That does not come.</exception>
    public async Task<IReadOnlyList<ClusterNode>> UntilWholeAsync(CancellationToken cancellationToken)
    {
        var started = new List<ClusterNode>();
        var since = DateTimeOffset.UtcNow;
        while (true)
        {
            var ended = All.Where(n => n is { IsWanted: true, IsRunning: false }).ToList();
            started.AddRange(ended);
            if (started.Count > 3 * Max) throw new BenchException(string.Create(CultureInfo.InvariantCulture, $"{ended[0].Name} ends again and again, with exit code {ended[0].ExitCode}"));
            await Task.WhenAll(ended.Select(n => TryStartAsync(n, cancellationToken)));
            var missing = await MissingAsync();
            // One may have ended while the others were asked.
            if (missing is null && All.All(n => n.IsRunning || !n.IsWanted)) return started;
            if (DateTimeOffset.UtcNow - since > Bound) throw new BenchException($"the cluster is not whole after {Bound.TotalSeconds} s: {missing}");
            await Task.Delay(Look, cancellationToken);
        }
    }

    /// <summary>Starts what has ended where nobody is left who takes slots: else no job goes on.</summary>
    public async Task StartUnlessAnyWorksAsync(CancellationToken cancellationToken)
    {
        if (All.Any(n => n.IsRunning && !n.Order.OnlyLeads)) return;
        await Task.WhenAll(All.Where(n => n is { IsWanted: true, IsRunning: false }).ToList().Select(n => TryStartAsync(n, cancellationToken)));
    }

    /// <summary>What is known of the jobs, for a report.</summary>
    public async Task<string> DescribeAsync(IEnumerable<string> jobs)
    {
        var lines = new List<string>();
        foreach (var node in All)
        {
            var state = node.IsRunning ? node.IsFrozen ? "frozen" : $"runs, start {node.Started}" : $"ended with {node.ExitCode}";
            lines.Add($"  {node.Name}: {state}{(node.IsRunning && !node.IsFrozen ? await TellAsync(node, jobs) : "")}");
        }

        return string.Join('\n', lines);
    }

    public void Dispose()
    {
        foreach (var node in All) node.Dispose();
        Network.Dispose();
    }

    private static async Task<string> TellAsync(ClusterNode node, IEnumerable<string> jobs)
    {
        try
        {
            var text = $"; knows {string.Join(' ', (await node.Client.GetNodesAsync()).Select(n => n.Node))}";
            foreach (var job in jobs)
            {
                var details = await node.Client.Job(job).GetDetailsAsync();
                var checkpoints = await node.Client.Job(job).GetCheckpointsAsync();
                var failures = await node.Client.Job(job).GetExceptionsAsync();
                text += $"; {job} {details.Status} attempt {details.Attempt} checkpoint {details.Checkpoint} {details.Reason} {checkpoints.Latest.Failed?.Failure} {(failures.Count > 0 ? failures[^1].Message : "")}";
            }

            return text;
        }
        catch (FlowActorsClientException e)
        {
            return $"; {e.Message}";
        }
    }

    private async Task<string?> MissingAsync()
    {
        var active = Active.Select(n => n.Name).ToHashSet();
        foreach (var node in Active)
        {
            try
            {
                var known = (await node.Client.GetNodesAsync()).Select(n => n.Node).ToHashSet();
                if (!known.SetEquals(active)) return $"{node.Name} knows {string.Join(' ', known.Order())} of {string.Join(' ', active.Order())}";
            }
            catch (FlowActorsClientException e)
            {
                return $"{node.Name}: {e.Message}";
            }
        }

        return null;
    }
}
