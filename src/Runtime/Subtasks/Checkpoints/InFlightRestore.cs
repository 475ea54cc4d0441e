using FlowActors.Elements;
using FlowActors.Graph;
using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Exchange;
using FlowActors.Runtime.Exchange.InFlight;
using FlowActors.State;
using FlowActors.State.Snapshots.Files;

namespace FlowActors.Runtime.Subtasks.Checkpoints;

/// <summary>
/// What was under way when an unaligned checkpoint was taken, as far as it is a subtask's: its channels' where both ends have as many subtasks as
/// before; else, of what had come to receivers, the records that are its own by now, and of what waited at senders, that of those whose place it
/// takes, to be emitted again.
/// </summary>
internal sealed class InFlightRestore
{
    private readonly List<RestoredChannel> _channels = [];
    private readonly HashSet<JobEdge> _routedAnew = [];
    private readonly SubtaskPlan _plan;
    private readonly RestoredSnapshot _snapshot;
    private readonly Dictionary<InFlightEdge, JobEdge> _in;
    private readonly Dictionary<InFlightEdge, JobEdge> _out;

    private InFlightRestore(RestoredSnapshot snapshot, SubtaskPlan plan)
    {
        (_snapshot, _plan) = (snapshot, plan);
        _in = plan.InEdges.ToDictionary(e => InFlightEdge.Of(e, plan.Graph));
        _out = plan.OutEdges.ToDictionary(e => InFlightEdge.Of(e, plan.Graph));
        foreach (var (key, edge) in _out.Where(e => e.Value.Edge.MayBeOvertaken && !IsAsBefore(e.Key, e.Value))) _routedAnew.Add(edge);
    }

    /// <summary>In the order in which it is put back.</summary>
    public IReadOnlyList<RestoredChannel> Channels => _channels;

    /// <summary>The outgoing edges on which other subtasks send, or to others, than before.</summary>
    public IReadOnlySet<JobEdge> RoutedAnew => _routedAnew;

    /// <summary>Reads it; blocks.</summary>
    /// <exception cref="UnreadableSnapshotException">A file is damaged, or of a newer version.</exception>
    /// <exception cref="InvalidOperationException">An edge is not there any more, or has other records.</exception>
    public static InFlightRestore Read(RestoredSnapshot snapshot, SubtaskPlan plan)
    {
        var restore = new InFlightRestore(snapshot, plan);
        snapshot.ReadInFlight([.. plan.Vertex.Chain.Select(o => o.Uid)], restore.Read);
        return restore;
    }

    private void Read(SnapshotFileReader file)
    {
        var own = OwnUids();
        foreach (var (number, header) in file.States)
        {
            if (InFlightEdge.Parse(header.Name) is not { } key) continue;
            var elements = file.Read(SnapshotFormat.NoGroup, number, SortKeyRange.All);
            while (elements.MoveNext())
            {
                var batch = InFlightElement.Read(elements.Current.Value, out var isOutput, out var sender, out var receiver);
                if (!own.Contains(isOutput ? key.From : key.To)) continue;
                var edge = (isOutput ? _out : _in).GetValueOrDefault(key) ?? throw InFlightFit.Missing(header, key);
                if (InFlightFit.Misfit(header, key, InFlightEdge.SchemaOf(edge, _plan.Graph)) is { } misfit) throw new InvalidOperationException(misfit);
                Take(key, edge, new ChannelId(edge, sender, receiver, isOutput), batch);
            }
        }

        HashSet<string> OwnUids() => [.. _plan.Vertex.Chain.Select(o => o.Uid)];
    }

    private void Take(InFlightEdge key, JobEdge edge, ChannelId channel, ReadOnlySpan<byte> batch)
    {
        var isAsBefore = !channel.IsAhead && IsAsBefore(key, edge);
        var owner = channel.IsOutput ? channel.Sender : channel.Receiver;
        var parallelism = _plan.Vertex.Parallelism;
        var isWhole = isAsBefore ? owner == _plan.Id.Index : owner % parallelism == _plan.Id.Index;
        if (edge.Edge.Accept(new Taking(_plan, batch.ToArray(), isAsBefore, channel.IsOutput, isWhole)) is { } data)
            _channels.Add(new RestoredChannel(channel, data, !isAsBefore));
    }

    private bool IsAsBefore(InFlightEdge key, JobEdge edge) =>
        _snapshot.ParallelismOf(key.From) == _plan.Graph.Vertices[edge.Source].Parallelism
        && _snapshot.ParallelismOf(key.To) == _plan.Graph.Vertices[edge.Target].Parallelism;

    /// <summary>The records of a batch that are the subtask's; null for none.</summary>
    private sealed class Taking(SubtaskPlan plan, byte[] bytes, bool isAsBefore, bool isOutput, bool isWhole) : IStreamEdgeVisitor<ChannelData?>
    {
        public ChannelData? Visit<T>(StreamEdge<T> edge)
        {
            var owner = isAsBefore || isOutput ? null : edge.Partitioner.Accept(new RecordOwners<T>(plan));
            if (owner is null && !isWhole) return null;
            var batch = new Batch<T>(0);
            new BatchCodec<T>(plan.Graph.Settings.Serializers.Get<T>()).Decode(bytes, batch);
            if (isAsBefore) return new ChannelData<T>([batch]);
            var own = new Batch<T>(batch.Count);
            for (var i = 0; i < batch.Count; i++)
            {
                if (owner is null || owner(batch.Values[i]) == plan.Id.Index) own.Add(batch.Values[i], batch.Timestamps.IsEmpty ? Timestamps.None : batch.Timestamps[i]);
            }

            return own.IsEmpty ? null : new ChannelData<T>([own]);
        }
    }
}
