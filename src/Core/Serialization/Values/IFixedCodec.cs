namespace FlowActors.Serialization;

/// <summary>
/// The encoding of a type of fixed width, as static methods, so that emitted code and generic loops inline them. The caller
/// has claimed <see cref="Size"/> bytes at the reference.
/// </summary>
internal interface IFixedCodec<T>
{
    static abstract int Size { get; }

    /// <summary>Whether the bytes are those of the value in memory on a little-endian machine, and any bytes are a value.</summary>
    static abstract bool IsBlittable { get; }

    static abstract TypeSchema Schema { get; }

    static abstract void Write(ref byte target, T value);

    static abstract T Read(ref byte source);
}

/// <summary>What emitted code asks of a serializer of fixed width.</summary>
internal interface IFixedSerializer
{
    int Size { get; }

    Type Codec { get; }
}
