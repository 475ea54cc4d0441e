namespace FlowActors.Serialization.Json;

/// <summary>A primitive, or an enum by its number.</summary>
internal sealed class PrimitiveShape(TypeSerializer serializer) : JsonShape
{
    public Type Type => serializer.ValueType;

    public override bool IsName => JsonPrimitives.IsName(Type);

    public override void Write(ref ByteReader bytes, JsonOutput json) => JsonPrimitives.Write(serializer.ReadObject(ref bytes), json);

    public override void Describe(JsonDescription json) => JsonPrimitives.Describe(Type, json);
}

/// <summary>Null, or a value.</summary>
internal sealed class NullableShape(JsonShape inner) : JsonShape
{
    public override void Write(ref ByteReader bytes, JsonOutput json)
    {
        if (bytes.ReadBool()) inner.Write(ref bytes, json);
        else json.Null();
    }

    public override void Describe(JsonDescription json) => json.OneOf([() => json.Type("null"), () => inner.Describe(json)]);
}

/// <summary>A type that stands within itself, or is described further above.</summary>
internal sealed class DeferredShape : JsonShape
{
    public JsonShape Target { get; set; } = null!;

    public override void Write(ref ByteReader bytes, JsonOutput json)
    {
        if (!bytes.TryEnter()) throw new SerializationException($"A value nests more than {DepthLimit.Max} levels deep. The data is corrupt.");
        Target.Write(ref bytes, json);
        bytes.Leave();
    }

    public override void Describe(JsonDescription json) => json.Type("object");
}

/// <summary>What stands for another value.</summary>
internal sealed class SurrogateShape(JsonShape inner) : JsonShape
{
    public override bool IsName => inner.IsName;

    public override void Write(ref ByteReader bytes, JsonOutput json) => inner.Write(ref bytes, json);

    public override void Describe(JsonDescription json) => inner.Describe(json);
}

/// <summary>What may be null, and else has a count and, in some kinds, a byte for its comparer in front.</summary>
internal abstract class CountedShape(bool isCompared) : JsonShape
{
    public sealed override void Write(ref ByteReader bytes, JsonOutput json)
    {
        var count = bytes.ReadCount();
        if (count < 0)
        {
            json.Null();
            return;
        }

        if (isCompared) bytes.Skip(1);
        Write(ref bytes, count, json);
    }

    protected abstract void Write(ref ByteReader bytes, int count, JsonOutput json);
}

/// <summary>Elements as an array; bytes as a text in Base64.</summary>
internal sealed class SequenceShape(JsonShape element, bool isCompared) : CountedShape(isCompared)
{
    private readonly bool _isBytes = element is PrimitiveShape primitive && primitive.Type == typeof(byte);

    public override void Describe(JsonDescription json)
    {
        json.Types(_isBytes ? "string" : "array", "null");
        if (_isBytes) json.Format("byte");
        else json.Of("items", element);
    }

    protected override void Write(ref ByteReader bytes, int count, JsonOutput json)
    {
        if (_isBytes)
        {
            json.Json.WriteBase64StringValue(bytes.ReadBytes(count));
            return;
        }

        json.Json.WriteStartArray();
        for (; count > 0; count--) element.Write(ref bytes, json);
        json.Json.WriteEndArray();
    }
}

/// <summary>Entries as an object where each key can be the name of a member, else as an array of keys and values.</summary>
internal sealed class MapShape(JsonShape key, JsonShape value, bool isCompared) : CountedShape(isCompared)
{
    public override void Describe(JsonDescription json)
    {
        json.Types(key.IsName ? "object" : "array", "null");
        if (key.IsName) json.Of("additionalProperties", value);
        else json.In("items", () => json.In("properties", DescribeEntry));
        return;

        void DescribeEntry()
        {
            json.Of("key", key);
            json.Of("value", value);
        }
    }

    protected override void Write(ref ByteReader bytes, int count, JsonOutput json)
    {
        var entries = new JsonEntries(json.Json, key.IsName);
        entries.Begin();
        for (; count > 0; count--)
        {
            entries.BeginEntry();
            if (key.IsName) json.NextIsName();
            key.Write(ref bytes, json);
            entries.BeginValue();
            value.Write(ref bytes, json);
            entries.EndEntry();
        }

        entries.End();
    }
}
