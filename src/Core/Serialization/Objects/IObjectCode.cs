namespace FlowActors.Serialization;

/// <summary>
/// What is emitted for each class and struct: a struct with its nested serializers as fields. As a type argument of
/// <see cref="ClassSerializer{T, TCode}"/> its methods are called directly and inlined.
/// </summary>
internal interface IObjectCode<T>
{
    void Bind(TypeSerializer[] nested);

    void Write(ByteWriter writer, T value);

    T Read(ref ByteReader reader);

    /// <summary>A new object whose members are copies.</summary>
    T Copy(T value);
}
