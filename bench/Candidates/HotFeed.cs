using System.Diagnostics.CodeAnalysis;
using FlowActors.Bench.Work;
using FlowActors.Elements;
using FlowActors.Runtime.Exchange;
using FlowActors.Runtime.Exchange.InFlight;

namespace FlowActors.Bench.Candidates;

/// <summary>A channel in which a whole table waits, in full batches, pass by pass; then comes the end of input.</summary>
internal sealed class HotFeed<T>(HotTable<T> table) : BatchReceiver<T>
{
    private readonly Batch<T>[] _batches = [.. table.Table.Chunk(HotTable<T>.LotRecords).Select(Full)];
    private readonly Batch<T> _end = End();
    private long _next;

    public override long Taken => _next;

    public override void CopyWaiting(List<Batch<T>> target, long count) => throw new InvalidOperationException("Nobody takes a snapshot here.");

    public override BarrierAnnouncement? TakeAnnouncement() => null;

    public override int QueueLength => 0;

    public void Rewind() => _next = 0;

    public override bool TryReceive([NotNullWhen(true)] out Batch<T>? batch)
    {
        batch = _next < (long)_batches.Length * table.Passes ? _batches[_next % _batches.Length] : _end;
        _next++;
        return true;
    }

    public override void Dispose()
    {
    }

    // Without a pool, so that a release leaves it as it is.
    private static Batch<T> Full(T[] records)
    {
        var batch = new Batch<T>(records.Length);
        foreach (var record in records) batch.Add(record, Timestamps.None);
        return batch;
    }

    private static Batch<T> End()
    {
        var batch = new Batch<T>(0);
        batch.Mark(ControlKind.EndOfInput, 0);
        return batch;
    }
}
