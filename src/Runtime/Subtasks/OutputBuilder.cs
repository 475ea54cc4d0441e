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
    private readonly string[] _selectors = new string[plan.OutEdges.Count()];
    private readonly List<OutgoingChannels> _outgoing = [];
    private readonly List<Action> _closePools = [];

    /// <summary>The writers made so far, with their channels.</summary>
    public IReadOnlyList<OutgoingChannels> Outgoing => _outgoing;

    /// <summary>
    /// What a failure of user code of an edge names: the KeyBy or partitioner, which is no operator, by the operators on both sides.
    /// </summary>
    public string SelectorOf(int output) => _selectors[output];

    /// <summary>After a failure: what receivers still give back is never used again.</summary>
    public void ClosePools()
    {
        foreach (var close in _closePools) close();
    }

    public Output<T> Build<T>(StreamEdge<T> edge, JobEdge jobEdge)
    {
        var serializer = plan.Graph.Settings.Serializers.Get<T>();
        var receivers = plan.ReceiversOf(jobEdge).ToArray();
        var bounds = edge.Partitioner is BroadcastPartitioner<T> ? BatchBounds.Shared(receivers.Length, settings) : BatchBounds.Of(receivers.Length, settings);
        var sizer = new BatchSizer<T>(serializer, settings.BatchRecordsMax, bounds.BatchBytes, settings.BatchBytesMax);
        var pool = Pool<T>(bounds, sizer);
        var outgoing = new OutgoingEdge<T>(
            serializer, sizer, plan.OperatorOf(edge.Source).Name, plan.OperatorOf(edge.Target).Name, checks?.Of<T>(edge))
        {
            Copies = Pool<T>(bounds, sizer),
            InputChannels = plan.ChannelsOfInput(jobEdge),
            MessageBytes = bounds.MessageBytes,
        };
        var channels = Array.ConvertAll(receivers, r => new ChannelWriter<T>(Open(jobEdge, r, outgoing), pool, group, sizer));
        var writer = edge.Partitioner.Accept(new WriterFactory<T>(new WriterSettings<T>(
            plan.Id.Index,
            plan.Graph.Vertices[jobEdge.Target].MaxParallelism,
            plan.Graph.Settings.Serializers,
            outgoing,
            pool,
            group,
            new SelectorCursor(cursor, cursor.ChainIndex),
            name => new SelectorCursor(cursor, SelectorIndex(jobEdge, name)))
        {
            EdgeId = jobEdge.Id,
        }));
        writer.Connect(channels);
        if (writer is IFlushable flushable) group.Add(flushable);
        _outgoing.Add(new OutgoingChannels(jobEdge, writer, receivers));
        return writer;
    }

    private BatchPool<T> Pool<T>(BatchBounds bounds, BatchSizer<T> sizer)
    {
        var pool = new BatchPool<T>(bounds.PooledBatchesMax, bounds.PooledBytesMax, sizer.RecordsMax);
        _closePools.Add(pool.Close);
        return pool;
    }

    /// <summary>The place in the cursor that stands for the user code of an edge, behind those of the chain's operators.</summary>
    private int SelectorIndex(JobEdge edge, string name)
    {
        var output = plan.OutEdges.TakeWhile(e => e != edge).Count();
        _selectors[output] = name;
        return plan.Vertex.Chain.Count + output;
    }

    private BatchSender<T> Open<T>(JobEdge edge, int receiver, OutgoingEdge<T> outgoing) =>
        exchange.OpenOutput(plan.Channel(edge, plan.Id.Index, receiver), plan.NodeOf(receiver), outgoing, subtask);
}
