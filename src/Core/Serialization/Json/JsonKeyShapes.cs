using System.Text.Json;

namespace FlowActors.Serialization.Json;

/// <summary>A key type with an encoding of its own.</summary>
internal sealed class PrimitiveKeyShape(TypeSerializer serializer) : JsonKeyShape
{
    public bool IsText => JsonPrimitives.IsText(Type);

    public bool IsString => Type == typeof(string);

    private Type Type => serializer.ValueType;

    public override bool IsName => JsonPrimitives.IsName(Type);

    public override void Write(ref ByteReader bytes, JsonOutput json) => JsonPrimitives.Write(serializer.ReadObject(ref bytes), json);

    public override void Read(JsonElement json, ByteWriter bytes)
    {
        if (!JsonKeyText.TryParse(Type, json, out var key)) throw new JsonKeyException($"{json.GetRawText()} is no {Expected}");
        serializer.WriteObject(bytes, key);
    }

    // No key is null; as a part of one that may be, it stands within a shape that says so.
    public override void Describe(JsonDescription json) => JsonPrimitives.Describe(Type, json, mayBeNull: false);

    public override string Expected => JsonKeyText.Expected(Type);
}

/// <summary>Null, or a part of a composite key.</summary>
internal sealed class NullableKeyShape(JsonKeyShape inner) : JsonKeyShape
{
    public override void Write(ref ByteReader bytes, JsonOutput json)
    {
        if (bytes.ReadBool()) inner.Write(ref bytes, json);
        else json.Null();
    }

    public override void Read(JsonElement json, ByteWriter bytes)
    {
        var isPresent = json.ValueKind != JsonValueKind.Null;
        bytes.WriteBool(isPresent);
        if (isPresent) inner.Read(json, bytes);
    }

    public override void Describe(JsonDescription json) => json.OneOf([() => json.Type("null"), () => inner.Describe(json)]);

    public override string Expected => $"{inner.Expected} or null";
}

/// <summary>A composite key: all of its members, in any order.</summary>
internal sealed class CompositeKeyShape(TypeSchema schema, Func<TypeSchema, JsonShape> shapeOf) : JsonKeyShape
{
    private readonly JsonMembers _members = new(schema.Members, shapeOf);

    public override void Write(ref ByteReader bytes, JsonOutput json)
    {
        if (_members.All.Count == 0) bytes.Skip(1);
        json.Json.WriteStartObject();
        _members.Write(ref bytes, json);
        json.Json.WriteEndObject();
    }

    public override void Read(JsonElement json, ByteWriter bytes)
    {
        if (json.ValueKind != JsonValueKind.Object) throw new JsonKeyException($"{json.GetRawText()} is no {Expected}");
        if (_members.All.Count == 0) bytes.WriteByte(0);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var given in json.EnumerateObject())
        {
            var name = NameOf(given);
            if (_members.All.All(m => m.Name != name)) throw new JsonKeyException($"there is no member '{name}'; there are {Names}");
            if (!seen.Add(name)) throw new JsonKeyException($"the member '{name}' comes twice");
        }

        foreach (var (name, shape) in _members.All) Read(json, name, (JsonKeyShape)shape, bytes);
    }

    // Half of a surrogate pair, which JSON can hold and no text.
    private static string NameOf(JsonProperty given)
    {
        try
        {
            return given.Name;
        }
        catch (InvalidOperationException)
        {
            throw new JsonKeyException("the name of a member is no well-formed text");
        }
    }

    public override string Expected => $"object with the members {Names}";

    public override void Describe(JsonDescription json)
    {
        json.Type("object");
        json.Title(schema.TypeName);
        _members.Describe(json);
    }

    private string Names => string.Join(", ", _members.All.Select(m => m.Name));

    private static void Read(JsonElement json, string name, JsonKeyShape shape, ByteWriter bytes)
    {
        if (!json.TryGetProperty(name, out var member)) throw new JsonKeyException($"the member '{name}' is missing");
        try
        {
            shape.Read(member, bytes);
        }
        catch (JsonKeyException e)
        {
            throw new JsonKeyException($"{name}: {e.Message}");
        }
    }
}
