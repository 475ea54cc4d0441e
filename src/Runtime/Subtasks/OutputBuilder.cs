using FlowActors.Elements;
using FlowActors.Graph;
using FlowActors.Operators;
using FlowActors.Partitioning;
using FlowActors.Runtime.Exchange;
using FlowActors.Serialization;

namespace FlowActors.Runtime.Subtasks;

/// <summary>Builds the writers of one subtask's outgoing edges.</summary>
internal sealed class OutputBuilder(
    SubtaskPlan plan, OutputGroup group, NodeExchange exchange, ExchangeSettings settings, RecordChecks? checks, IWakeable subtask, ExecutionCursor cursor)
{
    private readonly string[] _keySelectors = new string[plan.OutEdges.Count()];
    private readonly List<IControlWriter> _writers = [];
    private readonly List<Action> _closePools = [];

    /// <summary>The writers made so far: control elements go to all of them.</summary>
    public IReadOnlyList<IControlWriter> Writers => _writers;

    /// <summary>What a failure of a key selector names: the KeyBy, which is no operator, by the operators on both sides of it.</summary>
    public string KeySelector(int output) => _keySelectors[output];

    /// <summary>After a failure: what receivers still give back is never used again.</summary>
    public void ClosePools()
    {
        foreach (var close in _closePools) close();
    }

    public Output<T> Build<T>(StreamEdge<T> edge, JobEdge jobEdge)
    {
        var serializer = plan.Graph.Settings.Serializers.Get<T>();
        var sizer = new BatchSizer<T>(serializer, settings.BatchRecordsMax, settings.BatchBytesMax);
        var receivers = plan.ReceiversOf(jobEdge).ToArray();
        var pool = new BatchPool<T>(receivers.Length * (settings.CreditsPerChannel + 2));
        _closePools.Add(pool.Close);
        var outgoing = new OutgoingEdge<T>(
            serializer, sizer, plan.OperatorOf(edge.Source).Name, plan.OperatorOf(edge.Target).Name, checks?.Of<T>(edge));
        var channels = Array.ConvertAll(receivers, r => new ChannelWriter<T>(Open(jobEdge, r, outgoing), pool, group, sizer));
        var writer = Writer(edge.Partitioner, channels, pool, outgoing, jobEdge);
        _writers.Add(writer);
        return writer;
    }

    private RecordWriter<T> Writer<T>(
        Partitioner<T> partitioner, ChannelWriter<T>[] channels, BatchPool<T> pool, OutgoingEdge<T> edge, JobEdge jobEdge)
    {
        var (sizer, check) = (edge.Sizer, edge.Check);
        // A keyed edge to one subtask still selects: the key selector's errors must not depend on the parallelism.
        var atSender = new SelectorCursor(cursor, cursor.ChainIndex);
        if (partitioner.IsForward) return check is null ? new SingleWriter<T>(channels[0]) : new PrintingWriter<T>(null, channels, check, atSender);
        if (partitioner.IsBroadcast)
        {
            var broadcast = check is null ? new BroadcastWriter<T>(channels, pool, sizer) : new PrintingBroadcastWriter<T>(channels, pool, sizer, check);
            group.Add(broadcast);
            return broadcast;
        }

        var between = $"between '{edge.Emitter}' and '{edge.Receiver}'";
        var selector = partitioner.CreateSelector(new ChannelSelectorSettings(
            plan.Id.Index, channels.Length, plan.Graph.Vertices[jobEdge.Target].MaxParallelism, plan.Graph.Settings.Serializers) { Place = between });
        var isKeyed = selector.HasKeyHash || selector.SelectsBlocks;
        var selecting = isKeyed ? new SelectorCursor(cursor, KeySelectorIndex(jobEdge, $"KeyBy {between}")) : atSender;
        if (check is not null) return new PrintingWriter<T>(selector, channels, check, selecting);
        if (selector.HasKeyHash) return new HashingWriter<T>(selector, channels, selecting);
        if (!selector.SelectsBlocks) return new SelectingWriter<T>(selector, channels);
        var blocks = new BlockWriter<T>(selector, channels, sizer, selecting);
        group.Add(blocks);
        return blocks;
    }

    /// <summary>The place in the cursor that stands for the key selector of an edge, behind those of the chain's operators.</summary>
    private int KeySelectorIndex(JobEdge edge, string name)
    {
        var output = plan.OutEdges.TakeWhile(e => e != edge).Count();
        _keySelectors[output] = name;
        return plan.Vertex.Chain.Count + output;
    }

    private BatchSender<T> Open<T>(JobEdge edge, int receiver, OutgoingEdge<T> outgoing) =>
        exchange.OpenOutput(plan.Channel(edge, plan.Id.Index, receiver), plan.NodeOf(receiver), outgoing, subtask);
}
