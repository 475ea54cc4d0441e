namespace FlowActors.Serialization;

/// <summary>The part of a serializer that does not depend on the static type of its values.</summary>
public abstract class TypeSerializer
{
    private protected TypeSerializer()
    {
    }

    /// <summary>The type of the values.</summary>
    public abstract Type ValueType { get; }

    /// <summary>
    /// True when a value can not change after it was made (primitives, strings, records and structs whose members are all
    /// read-only or init-only and immutable themselves), so that it may be shared without a copy.
    /// </summary>
    public abstract bool IsImmutable { get; }

    /// <summary>The members and types that the bytes are positional against. Equal schemas give equal bytes.</summary>
    public abstract TypeSchema Schema { get; }

    /// <summary>The serializers that this one calls for parts of a value.</summary>
    internal virtual IReadOnlyList<TypeSerializer> Nested => [];

    /// <summary>Whether a value could be immutable, as far as this serializer's own part of it goes.</summary>
    internal virtual bool IsShallowlyImmutable => IsImmutable;

    /// <summary>The schema as a part of a larger one, whose definitions the scope holds.</summary>
    internal virtual TypeSchema Describe(SchemaScope scope) => Schema.Kind == SchemaKind.Custom
        ? Schema
        : TypeSchema.Custom($"{Schema.TypeName} {Schema.Fingerprint:x16}");

    /// <summary>Leaves out one value.</summary>
    internal abstract void Skip(ref ByteReader reader);

    /// <summary>Appends the bytes of a value that is made up.</summary>
    internal abstract void WriteProbe(ByteWriter writer, Probe probe);

    internal abstract void WriteObject(ByteWriter writer, object? value);

    internal abstract object? ReadObject(ref ByteReader reader);

    /// <summary>Tries the type with values that are made up: why a value would not come back as it was, or null. The parts are not tried again.</summary>
    internal virtual string? FindFault() => null;
}

/// <summary>
/// Turns values of <typeparamref name="T"/> into bytes and back. An instance is immutable and may be used by many threads
/// at once; the writer and the reader belong to the caller. Bytes are positional against <see cref="TypeSerializer.Schema"/>
/// and self-delimiting: values written one after the other are read one after the other. Every value takes one byte at
/// least, so that the count of a corrupt collection never makes the engine allocate more than a multiple of the bytes read.
/// </summary>
/// <typeparam name="T">The type of the values.</typeparam>
public abstract class TypeSerializer<T> : TypeSerializer
{
    /// <inheritdoc/>
    public override Type ValueType => typeof(T);

    /// <summary>Appends the bytes of one value.</summary>
    /// <param name="writer">Grows as needed.</param>
    /// <param name="value">The value; null only where <typeparamref name="T"/> is a nullable value type or a reference type.</param>
    /// <exception cref="SerializationException">The value's run-time type is not a declared subtype.</exception>
    public abstract void Serialize(ByteWriter writer, T value);

    /// <summary>Reads one value and leaves the reader behind it.</summary>
    /// <exception cref="SerializationException">The bytes end too early or are not bytes of such a value.</exception>
    public abstract T Deserialize(ref ByteReader reader);

    /// <summary>Appends the bytes of many values, as <see cref="Serialize"/> for each in turn; one call for a whole batch.</summary>
    public virtual void SerializeMany(ByteWriter writer, ReadOnlySpan<T> values)
    {
        foreach (var value in values) Serialize(writer, value);
    }

    /// <summary>
    /// As <see cref="SerializeMany"/>, but stops before a value that would end behind <paramref name="positionMax"/>, unless none
    /// was written yet.
    /// </summary>
    /// <param name="writer">Grows as needed.</param>
    /// <param name="values">The values.</param>
    /// <param name="positionMax">The position of the writer that only the first value may end behind.</param>
    /// <param name="written">How many were written; right after an exception, too.</param>
    internal virtual void SerializeWithin(ByteWriter writer, ReadOnlySpan<T> values, int positionMax, out int written)
    {
        for (written = 0; written < values.Length; written++)
        {
            var start = writer.Position;
            if (start >= positionMax && written > 0) return;
            Serialize(writer, values[written]);
            if (writer.Position <= positionMax || written == 0) continue;
            writer.Position = start;
            return;
        }
    }

    /// <summary>Fills <paramref name="values"/> with as many values as it has room for; one call for a whole batch.</summary>
    public virtual void DeserializeMany(ref ByteReader reader, Span<T> values)
    {
        for (var i = 0; i < values.Length; i++) values[i] = Deserialize(ref reader);
    }

    /// <summary>
    /// A value equal to the given one that shares nothing mutable with it; the value itself where it is immutable.
    /// </summary>
    public abstract T Copy(T value);

    internal sealed override void Skip(ref ByteReader reader) => Deserialize(ref reader);

    internal override void WriteProbe(ByteWriter writer, Probe probe) => Serialize(writer, probe.Next<T>());

    internal sealed override void WriteObject(ByteWriter writer, object? value) => Serialize(writer, (T)value!);

    internal sealed override object? ReadObject(ref ByteReader reader) => Deserialize(ref reader);
}
