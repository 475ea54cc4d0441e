using System.Globalization;
using FlowActors.Bench.Harness;
using FlowActors.Client;
using FlowActors.Client.Operations;
using FlowActors.Client.Rescales;

namespace FlowActors.Bench.Campaigns.Cluster;

/// <summary>Does what a round is to do to the nodes and jobs.</summary>
internal sealed class ClusterDeeds(ClusterNodes nodes, IReadOnlyList<string> jobs)
{
    private const int ParallelismMin = 2;
    private const int ParallelismMax = 8;

    private readonly HashSet<ClusterNode> _taken = [];

    /// <summary>Does it.</summary>
    /// <param name="deed">What.</param>
    /// <param name="begun">Is called when it has taken effect, which may last for a while.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>To whom it was done.</returns>
    /// <exception cref="BenchException">It could not be done.</exception>
    public async Task<string> DoAsync(ClusterDeed deed, Action begun, CancellationToken cancellationToken)
    {
        await Task.Delay(deed.AfterMs, cancellationToken);
        switch (deed.Act)
        {
            case ClusterAct.KillAll:
                await Task.WhenAll(nodes.All.Select(n => n.KillAsync()));
                begun();
                return "all";
            case ClusterAct.KillWorker or ClusterAct.KillOldest or ClusterAct.KillLeader:
                return await ToNodeAsync(deed, async node =>
                {
                    await node.KillAsync();
                    begun();
                });
            case ClusterAct.FreezeWorker or ClusterAct.FreezeOldest:
                return await ToNodeAsync(deed, async node =>
                {
                    node.Freeze(true);
                    begun();
                    await Task.Delay(deed.ForMs, cancellationToken);
                    node.Freeze(false);
                });
            case ClusterAct.Partition: return await PartitionAsync(deed, begun, cancellationToken);
            case ClusterAct.Join:
                var joining = nodes.All.First(n => !n.IsWanted);
                var hasJoined = await nodes.TryStartAsync(joining, cancellationToken);
                begun();
                return hasJoined ? joining.Name : $"{joining.Name}, which ended as it started";
            case ClusterAct.Drain:
                return await ToNodeAsync(deed, async node =>
                {
                    await DrainAsync(node, cancellationToken);
                    begun();
                });
            default:
                var rescaled = await RescaleAsync(deed, cancellationToken);
                begun();
                return rescaled;
        }
    }

    private async Task<string> ToNodeAsync(ClusterDeed deed, Func<ClusterNode, Task> act)
    {
        if (Choose(deed) is not { } node) return "nobody";
        await act(node);
        return deed.Act is ClusterAct.FreezeWorker or ClusterAct.FreezeOldest ? string.Create(CultureInfo.InvariantCulture, $"{node.Name} for {deed.ForMs / 1e3:F1} s") : node.Name;
    }

    private ClusterNode? Choose(ClusterDeed deed)
    {
        lock (_taken)
        {
            var active = nodes.Active;
            List<ClusterNode> possible = [.. (deed.Act switch
            {
                ClusterAct.KillOldest or ClusterAct.FreezeOldest => active.Take(1),
                ClusterAct.KillLeader => active.Where(n => n.Order.OnlyLeads),
                ClusterAct.Drain => active.Where(n => !n.Order.OnlyLeads),
                _ => active.Skip(1).Where(n => !n.Order.OnlyLeads),
            }).Where(n => !_taken.Contains(n))];
            if (possible.Count == 0) return null;
            var chosen = possible[deed.Pick % possible.Count];
            _taken.Add(chosen);
            return chosen;
        }
    }

    private async Task<string> PartitionAsync(ClusterDeed deed, Action begun, CancellationToken cancellationToken)
    {
        var all = nodes.All.Where(n => n.IsRunning).ToList();
        if (all.Count < 2) return "nobody";
        var random = new Random(deed.Pick);
        int[] order = [.. all.Select(n => n.Order.Index)];
        random.Shuffle(order);
        var some = 1 + random.Next(order.Length / 2);
        nodes.Network.Cut(order[..some], order[some..]);
        begun();
        await Task.Delay(deed.ForMs, cancellationToken);
        nodes.Network.Mend();
        return string.Create(CultureInfo.InvariantCulture, $"{string.Join(' ', order[..some].Select(i => nodes.All[i].Name))} for {deed.ForMs / 1e3:F1} s");
    }

    private async Task DrainAsync(ClusterNode node, CancellationToken cancellationToken)
    {
        var since = DateTimeOffset.UtcNow;
        var why = "";
        while (node.IsRunning)
        {
            if (DateTimeOffset.UtcNow - since > ClusterNodes.Bound) throw new BenchException($"{node.Name} was drained, and still runs after {ClusterNodes.Bound.TotalSeconds} s; {why}");
            // Told again and again, as nobody remembers it when all is lost.
            foreach (var other in nodes.Active)
            {
                try
                {
                    why = $"it has {(await other.Client.DrainNodeAsync(node.Name, cancellationToken)).Slots} slots";
                    break;
                }
                catch (FlowActorsClientException e)
                {
                    why = e.Message;
                }
            }

            await Task.Delay(ClusterNodes.Look, cancellationToken);
        }

        // Of as many as there are to be, one is started again.
        node.IsWanted = nodes.All.Count(n => n.IsWanted) <= ClusterNodes.Begin;
    }

    private async Task<string> RescaleAsync(ClusterDeed deed, CancellationToken cancellationToken)
    {
        var job = jobs[deed.Pick % jobs.Count];
        var since = DateTimeOffset.UtcNow;
        var (to, why) = (0, "");
        while (DateTimeOffset.UtcNow - since < ClusterNodes.Bound)
        {
            foreach (var node in nodes.Active)
            {
                try
                {
                    var remote = node.Client.Job(job);
                    var from = (await remote.GetRescalesAsync(cancellationToken)).Parallelism;
                    if (to == 0)
                    {
                        to = ParallelismMin + deed.Pick / 8 % (ParallelismMax - ParallelismMin);
                        if (to >= from) to++;
                    }

                    var operation = await node.Client.WaitForAsync(await remote.RescaleAsync(new RescaleRequest(to), cancellationToken), cancellationToken: cancellationToken);
                    if (operation.Status == Operation.Completed) return $"{job} {from} to {to}";
                    why = operation.Failure;
                }
                catch (FlowActorsClientException e)
                {
                    why = $"{node.Name}: {e.Message}";
                }
            }

            await Task.Delay(ClusterNodes.Look, cancellationToken);
        }

        throw new BenchException($"{job} was not rescaled to {to} within {ClusterNodes.Bound.TotalSeconds} s: {why}");
    }
}
