namespace FlowActors.Serialization;

/// <summary>
/// Reads values that were written under an earlier schema of their type: members may have been added since (they get their
/// type's default), removed, reordered, widened or made nullable. Thread-safe.
/// </summary>
/// <typeparam name="T">The type of the values.</typeparam>
public sealed class SchemaAdapter<T>
{
    private readonly TypeSerializer<T> _serializer;
    private readonly SchemaStep? _step;
    private ByteWriter? _spare;

    /// <exception cref="SerializationException">Values cannot be read so; the message lists why.</exception>
    internal SchemaAdapter(TypeSerializer<T> serializer, SchemaMatch match)
    {
        _serializer = serializer;
        _step = match.OrThrow().IsIdentity ? null : match.Step;
    }

    /// <summary>True when the bytes are the same, as where only types were renamed, so that the serializer itself would do.</summary>
    public bool IsIdentity => _step is null;

    /// <summary>Reads one value and leaves the reader behind it.</summary>
    /// <exception cref="SerializationException">
    /// The bytes end too early, or are not bytes of the written schema.
    /// </exception>
    public T Deserialize(ref ByteReader reader)
    {
        if (_step is null) return _serializer.Deserialize(ref reader);
        var writer = Interlocked.Exchange(ref _spare, null) ?? new ByteWriter();
        writer.Reset();
        _step.Run(ref reader, writer);
        var current = new ByteReader(writer.WrittenSpan);
        var value = _serializer.Deserialize(ref current);
        _spare = writer;
        return value;
    }
}
