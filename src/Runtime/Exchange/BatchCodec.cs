using FlowActors.Elements;
using FlowActors.Runtime.Transport;
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
    private readonly ByteWriter _writer = new(0);

    /// <summary>Appends the batch to a message.</summary>
    public void Encode(Batch<T> batch, FrameBuffer buffer)
    {
        _writer.Reset(buffer.Bytes, FrameBuffer.Start + buffer.Length);
        var timestamps = batch.Timestamps;
        _writer.WriteVarUInt32((uint)batch.Count);
        _writer.WriteVarUInt32((uint)batch.MarkCount);
        _writer.WriteByte(timestamps.IsEmpty ? (byte)0 : HasTimestamps);
        foreach (var mark in batch.Marks)
        {
            _writer.WriteVarUInt32((uint)mark.Position);
            _writer.WriteByte((byte)mark.Kind);
            _writer.WriteInt64(mark.Value);
        }

        foreach (var timestamp in timestamps) _writer.WriteInt64(timestamp);
        serializer.SerializeMany(_writer, batch.Values);
        var length = _writer.Position - FrameBuffer.Start;
        if (ReferenceEquals(_writer.Buffer, buffer.Bytes)) buffer.Length = length;
        else buffer.Adopt(_writer.Buffer, length);
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
        if (position > count || kind > (byte)ControlKind.EndOfInput || (batch.MarkCount > 0 && position < batch.Marks[^1].Position))
            throw Corrupt($"a mark of kind {kind} at position {position} of {count} records");
        return new ControlMark((int)position, (ControlKind)kind, reader.ReadInt64());
    }

    private static SerializationException Corrupt(string what) => new(
        $"The bytes are not those of a batch of {typeof(T).Name}: {what}. The data is corrupt, or the sender encodes it in another way.");
}
