namespace FlowActors.Serialization;

/// <summary>
/// What is emitted for each class and struct: a struct with its nested serializers as fields. As a type argument of
/// <see cref="ClassSerializer{T, TCode}"/> its methods are called directly and inlined.
/// </summary>
internal interface IObjectCode<T>
{
    void Bind(TypeSerializer[] nested);

    /// <summary>Writes the members; for a class, which is not null, a byte 1 before them.</summary>
    /// <exception cref="SerializationException">The value is of a derived class.</exception>
    void Write(ByteWriter writer, T value);

    T Read(ref ByteReader reader);

    /// <summary>A new object whose members are copies.</summary>
    T Copy(T value);
}
