using FlowActors.Elements;
using FlowActors.Serialization;

namespace FlowActors.Runtime.Exchange;

/// <summary>
/// Says after how many records a batch closes: a fixed number, or fewer when they are large. The size of records is sampled
/// through the serializer: often at first, then once in <see cref="SampleEvery"/> batches. Batches that are encoded tell it exactly.
/// </summary>
internal sealed class BatchSizer<T>
{
    private const int SampleEvery = 16;

    /// <summary>A record that takes more than so many batches' bytes is large enough; to know how large is not worth the memory.</summary>
    private const int SampleBatchesMax = 16;

    private readonly TypeSerializer<T> _serializer;
    private readonly int _recordsMax;
    private readonly int _bytesMax;
    private readonly ByteWriter _scratch;
    private double _bytesPerRecord;
    private int _batches;

    public BatchSizer(TypeSerializer<T> serializer, int recordsMax, int bytesMax)
    {
        _serializer = serializer;
        _recordsMax = recordsMax;
        _bytesMax = bytesMax;
        _scratch = new ByteWriter { GrowthMax = (int)Math.Min((long)SampleBatchesMax * bytesMax, Array.MaxLength) };
        RecordsPerBatch = Math.Min(16, recordsMax);
    }

    /// <summary>The records of the next batch. Before anything is known: 16, so that the first batch of large records is small.</summary>
    public int RecordsPerBatch { get; private set; }

    /// <summary>Learns from a batch that was just closed and gives the limit for the next.</summary>
    public int Next(Batch<T> closed)
    {
        if (closed.Count > 0 && (_batches < SampleEvery || _batches % SampleEvery == 0 || RecordsPerBatch == 1)) Learn(BytesOf(closed.Values[^1]));
        _batches++;
        return RecordsPerBatch;
    }

    /// <summary>So many records, at least one, were encoded and took so many bytes.</summary>
    public void Encoded(int records, int bytes) => Learn((double)bytes / records);

    // The mean of what was seen, with the newest at a quarter, and never below it by more than half: a stream that turns to large
    // records is noticed at once.
    private void Learn(double bytes)
    {
        bytes = Math.Max(1, bytes);
        _bytesPerRecord = _bytesPerRecord == 0 ? bytes : Math.Max((0.75 * _bytesPerRecord) + (0.25 * bytes), bytes / 2);
        RecordsPerBatch = (int)Math.Clamp(_bytesMax / _bytesPerRecord, 1, _recordsMax);
    }

    private int BytesOf(T record)
    {
        _scratch.Reset();
        try
        {
            _serializer.Serialize(_scratch, record);
            return _scratch.Position;
        }
        catch (GrowthLimitException)
        {
            return _scratch.GrowthMax;
        }
    }
}
