using FlowActors.Serialization;

namespace FlowActors.Testing;

/// <summary>Records go through their serializer, as between two nodes. Used by one thread at a time.</summary>
/// <param name="serializer">Turns them into bytes and back.</param>
internal sealed class RecordTrip<T>(TypeSerializer<T> serializer)
{
    private readonly ByteWriter _writer = new();

    /// <summary>False where no record can change after it was made.</summary>
    public bool CanChange => !serializer.IsImmutable;

    /// <summary>What comes out at the other end.</summary>
    /// <exception cref="SerializationException">The record cannot travel.</exception>
    public T Travel(T value)
    {
        Write(value);
        var reader = new ByteReader(_writer.WrittenSpan);
        var arrived = serializer.Deserialize(ref reader);
        if (reader.Remaining == 0) return arrived;
        throw new SerializationException(
            $"The serializer of {typeof(T)} leaves {reader.Remaining} of the {_writer.Position} bytes that it wrote of {ElementText.Of(value)}.");
    }

    /// <summary>The bytes of a record as it is now.</summary>
    public byte[] Print(T value)
    {
        Write(value);
        return _writer.WrittenSpan.ToArray();
    }

    /// <summary>Whether a record still has these bytes.</summary>
    public bool Has(T value, ReadOnlySpan<byte> print)
    {
        Write(value);
        return _writer.WrittenSpan.SequenceEqual(print);
    }

    private void Write(T value)
    {
        _writer.Reset();
        serializer.Serialize(_writer, value);
    }
}
