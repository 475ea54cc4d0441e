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
    private readonly HashSet<string> _own;
    private readonly Dictionary<InFlightEdge, JobEdge> _in;
    private readonly Dictionary<InFlightEdge, JobEdge> _out;

    private InFlightRestore(RestoredSnapshot snapshot, SubtaskPlan plan)
    {
        (_snapshot, _plan, _own) = (snapshot, plan, [.. plan.Vertex.Chain.Select(o => o.Uid)]);
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
        snapshot.ReadInFlight(restore._own, restore.Read);
        return restore;
    }

    // Only one end of an edge is the vertex's: what is chained by now has no edge, and fits no more.
    private void Read(SnapshotFileReader file)
    {
        foreach (var (number, header) in file.States)
        {
            if (InFlightEdge.Parse(header.Name) is not { } key) continue;
            var sends = _own.Contains(key.From);
            if (!sends && !_own.Contains(key.To)) continue;
            var edge = (sends ? _out : _in).GetValueOrDefault(key);
            if (InFlightFit.Misfit(header, key, edge is null ? null : InFlightEdge.SchemaOf(edge, _plan.Graph)) is { } misfit) throw new InvalidOperationException(misfit);
            var isAsBefore = IsAsBefore(key, edge!);
            var elements = file.Read(SnapshotFormat.NoGroup, number, SortKeyRange.All);
            while (elements.MoveNext())
            {
                var batch = InFlightElement.Read(elements.Current.Value, out var isOutput, out var sender, out var receiver);
                if (isOutput == sends) Take(new ChannelId(edge!, sender, receiver, isOutput), isAsBefore, batch);
            }
        }
    }

    private void Take(ChannelId channel, bool isAsBefore, ReadOnlySpan<byte> batch)
    {
        isAsBefore = isAsBefore && !channel.IsAhead;
        var owner = channel.IsOutput ? channel.Sender : channel.Receiver;
        var isWhole = (isAsBefore ? owner : owner % _plan.Vertex.Parallelism) == _plan.Id.Index;
        if (isAsBefore && !isWhole) return;
        if (channel.Edge.Edge.Accept(new Taking(_plan, batch.ToArray(), isAsBefore, channel.IsOutput, isWhole)) is { } data)
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
