namespace FlowActors.Serialization;

public ref partial struct ByteReader
{
    /// <summary>A count and that many elements, or null. The array is as large as the bytes that are left allow, never as the count says.</summary>
    internal T[]? ReadElements<T>(TypeSerializer<T> element)
    {
        var count = ReadCount();
        return count < 0 ? null : ReadElements(element, count);
    }

    internal T[] ReadElements<T>(TypeSerializer<T> element, int count)
    {
        if (count == 0) return [];
        if (element is IFixedSerializer { Size: var size } && (long)count * size > Remaining) Claim((int)Math.Min((long)count * size, int.MaxValue));
        var elements = new T[count];
        element.DeserializeMany(ref this, elements);
        return elements;
    }
}
