namespace FlowActors.Serialization;

/// <summary>What is emitted for each composite key, as <see cref="IObjectCode{T}"/> is for values.</summary>
internal interface IKeyCode<T>
{
    void Bind(TypeSerializer[] nested);

    void Write(ByteWriter writer, T value);

    T Read(ref ByteReader reader);

    T Normalize(T value);

    int Hash(T value);

    bool AreEqual(T x, T y);
}
