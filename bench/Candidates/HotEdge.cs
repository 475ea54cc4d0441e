using System.Runtime.CompilerServices;
using FlowActors.Bench.Work;
using FlowActors.Elements;
using FlowActors.Operators;
using FlowActors.Partitioning;
using FlowActors.Runtime.Exchange;
using FlowActors.Serialization;

namespace FlowActors.Bench.Candidates;

/// <summary>
/// One sender of a keyed edge and the channels of all its receivers within a node, wired as a subtask wires them, with the default
/// settings.
/// </summary>
internal sealed class HotEdge<T> : IDisposable
{
    private const int CreditsPerChannel = 4;
    private const int BatchBytesMax = 64 * 1024;
    private const int OverdraftBatchesMax = 32;

    private static readonly SerializerRegistry s_serializers = new();

    private readonly OutputGroup _group;
    private readonly BatchReceiver<T>[] _receivers;
    private readonly Output<T> _writer;
    private readonly Func<ReadOnlySpan<T>, long> _sum;

    public HotEdge(HotPartitions<T> work)
    {
        _sum = work.Sum;
        _group = new OutputGroup(new RunQuantum(TimeSpan.FromDays(1)), OverdraftBatchesMax, new NoWaiting());
        var sizer = new BatchSizer<T>(s_serializers.Get<T>(), HotTable<T>.LotRecords, BatchBytesMax, BatchBytesMax);
        var pool = new BatchPool<T>(HotPartitions.Targets * (CreditsPerChannel + 2));
        var sleeper = new Sleepless();
        var bounds = new LocalSettings(CreditsPerChannel, CreditsPerChannel * BatchBytesMax);
        var copies = new BatchPool<T>(HotPartitions.Targets * (CreditsPerChannel + 2));
        var channels = Enumerable.Range(0, HotPartitions.Targets).Select(_ => new LocalChannel<T>(bounds, null, sleeper)).ToArray();
        _receivers = Array.ConvertAll(channels, c => c.Receiver);
        var writers = Array.ConvertAll(channels, c => new ChannelWriter<T>(c.Open(sleeper, copies), pool, _group, sizer));
        var cursor = new ExecutionCursor();
        var writer = new KeyGroupPartitioner<T, T>(work.Key).Accept(new WriterFactory<T>(new WriterSettings<T>(
            0,
            HotPartitions.KeyGroupCount,
            s_serializers,
            new OutgoingEdge<T>(s_serializers.Get<T>(), sizer, "sender", "receiver"),
            pool,
            _group,
            new SelectorCursor(cursor, 0),
            _ => new SelectorCursor(cursor, 1))));
        writer.Connect(writers);
        if (writer is IFlushable flushable) _group.Add(flushable);
        _writer = writer;
    }

    /// <summary>Puts records into the batches of their channels, each by one call, as the tail of a chain does.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Send(ReadOnlySpan<T> records)
    {
        var writer = _writer;
        foreach (var record in records) writer.Collect(record, Timestamps.None);
    }

    /// <summary>Closes the batches that are open.</summary>
    public void Flush() => _group.Flush();

    /// <summary>Empties all channels.</summary>
    /// <returns>The sum of what has arrived, weighted by the channels.</returns>
    public long Receive()
    {
        var sum = 0L;
        do
        {
            for (var i = 0; i < _receivers.Length; i++)
            {
                while (_receivers[i].TryReceive(out var batch))
                {
                    sum += (i + 1) * _sum(batch.Values);
                    batch.Release();
                }
            }
        }
        while (!_group.Drain() || _receivers.Any(r => r.QueueLength > 0));
        return sum;
    }

    public void Dispose() => _group.Dispose();

    /// <summary>The one thread is at work on both ends.</summary>
    private sealed class Sleepless : IWakeable
    {
        public void Wake()
        {
        }

        public void BarrierAnnounced()
        {
        }

        public void Fail(Exception failure) => throw failure;
    }

    private sealed class NoWaiting : IBlockingScope
    {
        public IDisposable Enter() => throw new InvalidOperationException("More records were sent at once than the channels and the overdraft take.");
    }
}
