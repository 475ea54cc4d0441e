using FlowActors.Elements;
using FlowActors.Serialization;

namespace FlowActors.Runtime.Exchange;

/// <summary>
/// Says after how many records a batch closes: a fixed number, or fewer when they are large. The size of records is sampled
/// through the serializer: often at first, then once in <see cref="SampleEvery"/> batches.
/// </summary>
internal sealed class BatchSizer<T>(TypeSerializer<T> serializer, int recordsMax, int bytesMax)
{
    private const int SampleEvery = 16;
    private readonly ByteWriter _scratch = new();
    private double _bytesPerRecord;
    private int _batches;

    /// <summary>The records of the next batch. Before anything is known: 16, so that the first batch of large records is small.</summary>
    public int RecordsPerBatch { get; private set; } = Math.Min(16, recordsMax);

    /// <summary>Learns from a batch that was just closed and gives the limit for the next.</summary>
    public int Next(Batch<T> closed)
    {
        if (closed.Count > 0 && (_batches < SampleEvery || _batches % SampleEvery == 0 || RecordsPerBatch == 1)) Sample(closed);
        _batches++;
        return RecordsPerBatch;
    }

    private void Sample(Batch<T> closed)
    {
        _scratch.Reset();
        serializer.Serialize(_scratch, closed.Values[^1]);
        var bytes = Math.Max(1, _scratch.Position);
        // The mean of what was seen, with the newest sample at a quarter, and never below it by more than half: a stream that
        // turns to large records is noticed at once.
        _bytesPerRecord = _bytesPerRecord == 0 ? bytes : Math.Max((0.75 * _bytesPerRecord) + (0.25 * bytes), bytes / 2.0);
        RecordsPerBatch = (int)Math.Clamp(bytesMax / _bytesPerRecord, 1, recordsMax);
    }
}
