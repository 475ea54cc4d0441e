using FlowActors.Elements;
using FlowActors.Runtime.Transport;
using FlowActors.Serialization;
using ControlKind = FlowActors.Elements.ControlKind;

namespace FlowActors.Runtime.Exchange;

/// <summary>
/// A batch as the message of a frame: record count, mark count, flags, marks, timestamps (when there are any), records.
/// Serialized by the sending subtask, decoded by the receiving one.
/// </summary>
internal sealed class BatchCodec<T>(TypeSerializer<T> serializer)
{
    private const byte HasTimestamps = 1;
    private readonly ByteWriter _writer = new(0);

    public FrameBuffer Encode(Batch<T> batch)
    {
        var buffer = FrameBuffer.Rent();
        _writer.Reset(buffer.Bytes, FrameBuffer.Start);
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
        return buffer;
    }

    /// <summary>Fills an empty batch.</summary>
    /// <exception cref="SerializationException">The bytes are not those of a batch.</exception>
    public void Decode(ReadOnlySpan<byte> bytes, Batch<T> batch)
    {
        var reader = new ByteReader(bytes);
        var count = (int)reader.ReadVarUInt32();
        var marks = (int)reader.ReadVarUInt32();
        var hasTimestamps = reader.ReadByte() == HasTimestamps;
        if (count < 0 || marks < 0) throw new SerializationException($"A batch cannot have {count} records and {marks} marks.");
        Span<ControlMark> decoded = marks <= 16 ? stackalloc ControlMark[16] : new ControlMark[marks];
        for (var i = 0; i < marks; i++)
        {
            var position = (int)reader.ReadVarUInt32();
            var kind = (ControlKind)reader.ReadByte();
            decoded[i] = new ControlMark(position, kind, reader.ReadInt64());
        }

        var values = batch.Fill(count, hasTimestamps, out var timestamps);
        for (var i = 0; i < timestamps.Length; i++) timestamps[i] = reader.ReadInt64();
        serializer.DeserializeMany(ref reader, values);
        foreach (var mark in decoded[..marks]) batch.AddMark(mark);
    }
}
