namespace FlowActors.Serialization;

/// <summary>The order-preserving encoding of a key type of fixed width, as static methods that generic code inlines.</summary>
internal interface IKeyCodec<T>
{
    static abstract int Size { get; }

    static abstract bool NeedsNormalization { get; }

    static abstract T Normalize(T key);

    static abstract void Write(ref byte target, T key);

    static abstract T Read(ref byte source);

    static abstract int Hash(T key);

    static abstract bool Equals(T x, T y);
}
