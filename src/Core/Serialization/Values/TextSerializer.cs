using System.Numerics;

namespace FlowActors.Serialization;

/// <summary>Base of primitives of any length: a varint 0 for null or one plus the count, then the bytes.</summary>
internal abstract class TextSerializer<T>(string name) : EngineSerializer<T>, IPrimitiveSerializer
{
    private readonly TypeSchema _schema = TypeSchema.Primitive(name);

    internal override bool IsShallowlyImmutable => true;

    public override T Copy(T value) => value;

    internal override TypeSchema Describe(SchemaScope scope) => _schema;
}

internal sealed class StringSerializer() : TextSerializer<string?>("string")
{
    public override void Serialize(ByteWriter writer, string? value) => writer.WriteString(value);

    public override string? Deserialize(ref ByteReader reader) => reader.ReadString();
}

/// <summary>The text that the Uri was made from.</summary>
internal sealed class UriSerializer() : TextSerializer<Uri?>("uri")
{
    public override void Serialize(ByteWriter writer, Uri? value) => writer.WriteString(value?.OriginalString);

    public override Uri? Deserialize(ref ByteReader reader)
    {
        if (reader.ReadString() is not { } text) return null;
        return Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var uri) ? uri : throw reader.Corrupt("a text is not a Uri");
    }
}

internal sealed class VersionSerializer() : TextSerializer<Version?>("version")
{
    public override void Serialize(ByteWriter writer, Version? value) => writer.WriteString(value?.ToString());

    public override Version? Deserialize(ref ByteReader reader)
    {
        if (reader.ReadString() is not { } text) return null;
        return Version.TryParse(text, out var version) ? version : throw reader.Corrupt("a text is not a Version");
    }
}

/// <summary>The shortest two's complement, little-endian.</summary>
internal sealed class BigIntegerSerializer() : TextSerializer<BigInteger>("biginteger")
{
    public override void Serialize(ByteWriter writer, BigInteger value)
    {
        var count = value.GetByteCount();
        writer.WriteCount(count);
        value.TryWriteBytes(writer.Append(count), out _);
    }

    public override BigInteger Deserialize(ref ByteReader reader)
    {
        var count = reader.ReadCount();
        return count >= 0 ? new BigInteger(reader.ReadBytes(count)) : throw reader.Corrupt("a BigInteger is null");
    }
}
