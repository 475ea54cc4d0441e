using System.Runtime.CompilerServices;
using FlowActors.Elements;
using FlowActors.Serialization;

namespace FlowActors.Runtime.Exchange;

/// <summary>
/// Says after how many records a batch closes: a fixed number, or fewer when they are large. What plain values take is known.
/// Others are weighed by the bytes that they would be serialized to: a sample each time a sixteenth of a batch has been added, or a
/// quarter where sizes have been alike for a while, so that a stream that turns to large records is noticed within the batch. Batches
/// that are encoded tell their true size.
/// </summary>
internal sealed class BatchSizer<T>
{
    /// <summary>The most records that lie in a block before they are spread over all channels.</summary>
    public const int BlockMax = 64;

    private const int LooksPerBatch = 16;
    private const int LooksWhenSteady = 4;

    /// <summary>After so many samples that lay within half and twice of what was expected, sizes count as alike.</summary>
    private const int SteadyAfter = 16;
    private const int FirstGuess = 16;

    /// <summary>Of batches that close before anybody has looked into them, one in so many is.</summary>
    private const int SampleEvery = 16;

    /// <summary>A record that takes more than so many batches' bytes is large enough; to know how large is not worth the memory.</summary>
    private const int SampleBatchesMax = 16;

    private readonly TypeSerializer<T> _serializer;
    private readonly int _recordsMax;
    private readonly int _bytesMax;
    private readonly int _edgeBytesMax;
    private readonly ByteWriter _scratch;
    private double _bytesPerRecord;
    private int _arrayBytesPerRecord = Unsafe.SizeOf<T>();
    private int _batches;
    private int _alike;

    /// <param name="serializer">Weighs records.</param>
    /// <param name="recordsMax">The most records of a batch.</param>
    /// <param name="bytesMax">The most bytes of a batch of more than one record.</param>
    /// <param name="edgeBytesMax">What a batch could have if its channel were the only one of the edge; not below <paramref name="bytesMax"/>.</param>
    public BatchSizer(TypeSerializer<T> serializer, int recordsMax, int bytesMax, int edgeBytesMax)
    {
        _serializer = serializer;
        _recordsMax = recordsMax;
        _bytesMax = bytesMax;
        _edgeBytesMax = edgeBytesMax;
        _scratch = new ByteWriter { GrowthMax = (int)Math.Min((long)SampleBatchesMax * bytesMax, Array.MaxLength) };
        if (IsPlain) Settle();
        else (RecordsPerBatch, RecordsPerBlock) = (Math.Min(FirstGuess, recordsMax), 1);
    }

    /// <summary>The most records that a batch ever has, by their number and by the bytes that each takes at least.</summary>
    public int RecordsMax => Math.Clamp(_bytesMax / Unsafe.SizeOf<T>(), 1, _recordsMax);

    /// <summary>The records of the next batch, as far as is known. Before anything is: 16.</summary>
    public int RecordsPerBatch { get; private set; }

    /// <summary>The records that may lie in a block before they are spread over all channels: a sixteenth of a batch, and 64 at most.</summary>
    public int RecordsPerBlock { get; private set; }

    /// <summary>At how many records of a new batch the sizer must be asked.</summary>
    public int FirstLook => IsPlain ? RecordsPerBatch : Step;

    private static bool IsPlain => !RuntimeHelpers.IsReferenceOrContainsReferences<T>();

    // The larger the records, the more it costs to look at one: of steady ones no more than a sixteenth, but one in each batch.
    private int Step => _alike < SteadyAfter
        ? Math.Max(1, RecordsPerBatch / LooksPerBatch)
        : RecordsPerBatch / Math.Clamp(RecordsPerBatch / LooksPerBatch, 1, LooksWhenSteady);

    /// <summary>Looks at a batch that is being filled.</summary>
    /// <returns>At how many records to look again; 0 when the batch closes now.</returns>
    public int Look(Batch<T> open)
    {
        var count = open.Count;
        if (IsPlain) return count < RecordsPerBatch ? RecordsPerBatch : 0;
        var bytes = BytesOf(open.Values[^1]);
        Learn(bytes);
        open.Weigh((long)bytes * (count - open.RecordsWeighed));
        var left = _bytesMax - open.RecordBytes;
        if (left < bytes || count >= _recordsMax) return 0;
        return count + (int)Math.Min(Math.Min(left / bytes, Step), _recordsMax - count);
    }

    /// <summary>Weighs what was not weighed of a batch that closes, and learns from it.</summary>
    public void Close(Batch<T> batch)
    {
        var rest = batch.Count - batch.RecordsWeighed;
        if (rest == 0) return;
        if (IsPlain)
        {
            _arrayBytesPerRecord = Unsafe.SizeOf<T>() + (batch.Timestamps.IsEmpty ? 0 : sizeof(long)) + (batch.KeyHashes.IsEmpty ? 0 : sizeof(int));
            Settle();
            return;
        }

        var isUnseen = batch.RecordsWeighed == 0 && (_batches < SampleEvery || _batches % SampleEvery == 0);
        _batches++;
        if (isUnseen) Learn(BytesOf(batch.Values[^1]));
        batch.Weigh((long)(_bytesPerRecord * rest));
    }

    /// <summary>So many records, at least one, were encoded and took so many bytes.</summary>
    public void Encoded(int records, int bytes) => Learn((double)bytes / records);

    // The mean of what was seen, with the newest at a quarter, and never below it by more than half: a stream that turns to large
    // records is noticed at once.
    private void Learn(double bytes)
    {
        bytes = Math.Max(1, bytes);
        _alike = bytes > _bytesPerRecord / 2 && bytes < _bytesPerRecord * 2 ? _alike + 1 : 0;
        _bytesPerRecord = _bytesPerRecord == 0 ? bytes : Math.Max((0.75 * _bytesPerRecord) + (0.25 * bytes), bytes / 2);
        Settle();
    }

    private void Settle()
    {
        var bytes = Math.Max(_bytesPerRecord, _arrayBytesPerRecord);
        RecordsPerBatch = (int)Math.Clamp(_bytesMax / bytes, 1, _recordsMax);
        RecordsPerBlock = Math.Clamp((int)Math.Min(_edgeBytesMax / bytes, _recordsMax) / LooksPerBatch, 1, BlockMax);
    }

    private int BytesOf(T record)
    {
        _scratch.Reset();
        try
        {
            _serializer.Serialize(_scratch, record);
            return Math.Max(1, _scratch.Position);
        }
        catch (GrowthLimitException)
        {
            return _scratch.GrowthMax;
        }
    }
}
