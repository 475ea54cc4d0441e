using FlowActors.Elements;
using FlowActors.Runtime.Transport.Frames;
using FlowActors.Serialization;
using ControlKind = FlowActors.Elements.ControlKind;

namespace FlowActors.Runtime.Exchange;

/// <summary>
/// A batch as bytes: record count, mark count, flags, marks, timestamps (when there are any), records.
/// Serialized by the sending subtask, decoded by the receiving one.
/// </summary>
internal sealed class BatchCodec<T>(TypeSerializer<T> serializer)
{
    private const byte HasTimestamps = 1;
    private const int MarkBytesMin = 10;
    private const int MarkBytesMax = 14;
    private readonly ByteWriter _writer = new(0);

    /// <summary>
    /// Appends records of a batch to a message, from one on, and the marks among them: as many as fit into a piece, at least one.
    /// A batch without records is a piece of marks.
    /// </summary>
    /// <param name="batch">The batch.</param>
    /// <param name="from">The first record.</param>
    /// <param name="buffer">The message; unchanged after an exception.</param>
    /// <param name="pieceBytes">What only a piece of a single record may exceed.</param>
    /// <param name="bytesMax">What no piece may exceed.</param>
    /// <returns>The first record that was left out: the batch's count when none was.</returns>
    /// <exception cref="GrowthLimitException">The first record alone is larger than a piece may be.</exception>
    public int Encode(Batch<T> batch, int from, FrameBuffer buffer, int pieceBytes, int bytesMax)
    {
        var start = FrameBuffer.Start + buffer.Length;
        _writer.GrowthMax = (int)Math.Min((long)start + bytesMax, Array.MaxLength);
        var latest = Latest(batch, from, pieceBytes);
        var to = Piece(batch, from, latest, buffer, (int)Math.Min((long)start + pieceBytes, _writer.GrowthMax));
        // What stands before the records says how many there are: once more when there are fewer.
        if (to < latest) Write(batch, from, to, buffer, int.MaxValue, out _);
        var length = _writer.Position - FrameBuffer.Start;
        if (length - buffer.Length > bytesMax) throw new GrowthLimitException(length - buffer.Length, bytesMax);
        if (ReferenceEquals(_writer.Buffer, buffer.Bytes)) buffer.Length = length;
        else buffer.Adopt(_writer.Buffer, length);
        return to;
    }

    /// <summary>Where a piece ends at the latest: what stands before its records takes no more than half of it.</summary>
    private static int Latest(Batch<T> batch, int from, int pieceBytes)
    {
        var to = batch.Count;
        while (to - from > 1 && BytesBefore(batch, from, to) > pieceBytes / 2) to = from + ((to - from) / 2);
        return to;
    }

    private static long BytesBefore(Batch<T> batch, int from, int to) =>
        ((long)MarksOf(batch, from, to).Length * MarkBytesMax) + (batch.Timestamps.IsEmpty ? 0 : sizeof(long) * (long)(to - from));

    private int Piece(Batch<T> batch, int from, int latest, FrameBuffer buffer, int positionMax)
    {
        var written = 0;
        try
        {
            Write(batch, from, latest, buffer, positionMax, out written);
        }
        catch (GrowthLimitException) when (written > 0)
        {
            // The record that is too large, or may be, comes first in the next piece.
        }

        return from + written;
    }

    private void Write(Batch<T> batch, int from, int to, FrameBuffer buffer, int positionMax, out int written)
    {
        _writer.Reset(buffer.Bytes, FrameBuffer.Start + buffer.Length);
        var timestamps = batch.Timestamps.IsEmpty ? default : batch.Timestamps[from..to];
        var marks = MarksOf(batch, from, to);
        _writer.WriteVarUInt32((uint)(to - from));
        _writer.WriteVarUInt32((uint)marks.Length);
        _writer.WriteByte(timestamps.IsEmpty ? (byte)0 : HasTimestamps);
        foreach (var mark in marks)
        {
            _writer.WriteVarUInt32((uint)(mark.Position - from));
            _writer.WriteByte((byte)mark.Kind);
            _writer.WriteInt64(mark.Value);
        }

        foreach (var timestamp in timestamps) _writer.WriteInt64(timestamp);
        serializer.SerializeWithin(_writer, batch.Values[from..to], positionMax, out written);
    }

    /// <summary>The marks that stand before the records of a piece; behind its last record too where it ends the batch.</summary>
    private static ReadOnlySpan<ControlMark> MarksOf(Batch<T> batch, int from, int to)
    {
        var marks = batch.Marks;
        var first = 0;
        while (first < marks.Length && marks[first].Position < from) first++;
        var end = first;
        while (end < marks.Length && (to == batch.Count || marks[end].Position < to)) end++;
        return marks[first..end];
    }

    /// <summary>Fills an empty batch.</summary>
    /// <exception cref="SerializationException">The bytes are not those of a batch.</exception>
    public void Decode(ReadOnlySpan<byte> bytes, Batch<T> batch)
    {
        var reader = new ByteReader(bytes);
        var count = reader.ReadVarUInt32();
        var marks = reader.ReadVarUInt32();
        var flags = reader.ReadByte();
        // Before anything is allocated: a record takes a byte at least, a mark ten.
        if (flags > HasTimestamps || count + ((ulong)marks * MarkBytesMin) > (ulong)reader.Remaining)
            throw Corrupt($"{count} records, {marks} marks and the flags {flags} in {bytes.Length} bytes");
        for (var i = 0; i < marks; i++) batch.AddMark(DecodeMark(ref reader, batch, count));
        var values = batch.Fill((int)count, flags == HasTimestamps, out var timestamps);
        for (var i = 0; i < timestamps.Length; i++) timestamps[i] = reader.ReadInt64();
        serializer.DeserializeMany(ref reader, values);
        if (reader.Remaining > 0) throw Corrupt($"{reader.Remaining} bytes too many");
    }

    private static ControlMark DecodeMark(ref ByteReader reader, Batch<T> batch, uint count)
    {
        var position = reader.ReadVarUInt32();
        var kind = reader.ReadByte();
        if (position > count || kind > (byte)ControlKind.CheckpointAborted || (batch.MarkCount > 0 && position < batch.Marks[^1].Position))
            throw Corrupt($"a mark of kind {kind} at position {position} of {count} records");
        return new ControlMark((int)position, (ControlKind)kind, reader.ReadInt64());
    }

    private static SerializationException Corrupt(string what) => new(
        $"The bytes are not those of a batch of {typeof(T).Name}: {what}. The data is corrupt, or the sender encodes it in another way.");
}
