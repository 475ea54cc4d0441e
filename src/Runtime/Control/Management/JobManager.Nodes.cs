using Akka.Actor;
using Akka.DistributedData;
using FlowActors.Runtime.Tasks;
using static FlowActors.Runtime.Control.CoordinatorProtocol;
using static FlowActors.Runtime.Control.NodeProtocol;

namespace FlowActors.Runtime.Control;

/// <content>Nodes, and which of them get the slots of an attempt.</content>
internal sealed partial class JobManager
{
    private static readonly TimeSpan PlacementWriteTimeout = TimeSpan.FromSeconds(1);

    private void Register(NodeInfo node)
    {
        if (_nodes.Contains(node.Node))
        {
            Sender.Tell(new NodeRegistered(node.Node));
        }
        else if (!_cluster.State.Members.Any(m => m.Address.ToString() == node.Node && m.Status == Akka.Cluster.MemberStatus.Up))
        {
            // Not a member yet, or about to leave; it asks again.
        }
        else if (_nodes.Add(node) is { } reason)
        {
            ControlLog.NodeRefused(_log, node.Node, reason);
            Sender.Tell(new NodeRefused(node.Node, reason));
        }
        else
        {
            ControlLog.NodeRegistered(_log, node.Node, node.Endpoint);
            Sender.Tell(new NodeRegistered(node.Node));
        }
    }

    private void OnLost(string node)
    {
        _placements.Forget(node);
        _nodes.Remove(node);
        ControlLog.NodeLost(_log, node);
        foreach (var coordinator in _coordinators.Values) coordinator.Tell(new NodeLost(node));
    }

    private static string Refusal(int slots, int shards) => slots > shards
        ? $"The job needs {slots} slots, but the cluster has {shards}. " +
            "Lower the parallelism, or raise flowactors.sharding.shards on all nodes and restart the cluster."
        : $"The job needs {slots} slots, but the jobs that run have left fewer of the {shards} there are. " +
            "Lower the parallelism, wait for other jobs to end, or raise flowactors.sharding.shards on all nodes and restart the cluster.";

    // Without a node nothing is answered: the coordinator asks again until there is one.
    private void Place(PlaceAttempt request, IActorRef coordinator)
    {
        if (_nodes.All.Count == 0) return;
        if (_placements.Place(request.Job, request.Slots, _nodes.Cores) is not { } slots)
        {
            coordinator.Tell(new PlacementRefused(
                request.Job,
                request.Attempt,
                Refusal(request.Slots, _services.Settings.Sharding.Shards)));
            return;
        }

        // The shard coordinator reads the places from the distributed data of its own node, which mostly is this one.
        var homes = slots.ToDictionary(s => s.ShardId, s => s.Node);
        _services.ShardHomes.Set(homes);
        IWriteConsistency consistency = _nodes.All.Count == 1 ? WriteLocal.Instance : new WriteMajority(PlacementWriteTimeout);
        _replicator.Tell(Dsl.Update(
            ShardHomes.Key,
            LWWDictionary<string, string>.Empty,
            consistency,
            new PlacementWritten(request, coordinator, slots),
            known => homes.Aggregate(known, (d, h) => d.TryGetValue(h.Key, out var node) && node == h.Value ? d : d.SetItem(_cluster, h.Key, h.Value))));
    }

    // A write that did not reach the majority in time still spreads; a shard that is put elsewhere meanwhile is noticed by the coordinator.
    private void Answer(PlacementWritten written)
    {
        if (!written.Slots.All(s => _nodes.Contains(s.Node)))
        {
            Place(written.Request, written.Coordinator);
            return;
        }

        _replicator.Tell(FlushChanges.Instance);
        written.Coordinator.Tell(new AttemptPlaced(
            written.Request.Job,
            written.Request.Attempt,
            [.. written.Slots.Select(s => new SlotLocation(s.ShardId, s.Node, _nodes[s.Node].Endpoint))]));
    }

    private sealed record PlacementWritten(PlaceAttempt Request, IActorRef Coordinator, IReadOnlyList<PlacedSlot> Slots);
}
