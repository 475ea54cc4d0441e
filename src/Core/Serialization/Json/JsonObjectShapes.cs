using System.Text.Json;

namespace FlowActors.Serialization.Json;

/// <summary>The members of an object, by their names in camel case; as they are where two would have one name.</summary>
internal sealed class JsonMembers
{
    private readonly (string Name, JsonShape Shape)[] _members;

    public JsonMembers(IReadOnlyList<SchemaMember> members, Func<TypeSchema, JsonShape> shapeOf)
    {
        var names = members.Select(m => JsonNamingPolicy.CamelCase.ConvertName(m.Name)).ToArray();
        if (names.Distinct(StringComparer.Ordinal).Count() < names.Length) names = [.. members.Select(m => m.Name)];
        _members = [.. names.Zip(members, (name, member) => (name, shapeOf(member.Schema)))];
    }

    public IReadOnlyList<(string Name, JsonShape Shape)> All => _members;

    public void Write(ref ByteReader bytes, JsonOutput json)
    {
        foreach (var (name, shape) in _members)
        {
            json.Json.WritePropertyName(name);
            shape.Write(ref bytes, json);
        }
    }

    public void Describe(JsonDescription json) => json.In("properties", () =>
    {
        foreach (var (name, shape) in _members) json.Of(name, shape);
    });
}

/// <summary>A class or struct.</summary>
internal sealed class ObjectShape(TypeSchema schema, Func<TypeSchema, JsonShape> shapeOf) : JsonShape
{
    private readonly JsonMembers _members = new(schema.Members, shapeOf);
    private readonly bool _isNullable = schema.Kind == SchemaKind.Class;

    public override void Write(ref ByteReader bytes, JsonOutput json)
    {
        if (!TryBegin(ref bytes, json)) return;
        json.Json.WriteStartObject();
        _members.Write(ref bytes, json);
        json.Json.WriteEndObject();
    }

    /// <summary>As the other, with the name of the subtype that it is.</summary>
    public void Write(ref ByteReader bytes, string subtype, JsonOutput json)
    {
        if (!TryBegin(ref bytes, json)) return;
        json.Json.WriteStartObject();
        json.Json.WriteString(UnionShape.TypeName, subtype);
        _members.Write(ref bytes, json);
        json.Json.WriteEndObject();
    }

    public override void Describe(JsonDescription json)
    {
        if (_isNullable) json.Types("object", "null");
        else json.Type("object");
        json.Title(schema.TypeName);
        _members.Describe(json);
    }

    private bool TryBegin(ref ByteReader bytes, JsonOutput json)
    {
        if (_isNullable && !bytes.ReadBool())
        {
            json.Null();
            return false;
        }

        // A struct without members is a byte by itself.
        if (!_isNullable && _members.All.Count == 0) bytes.Skip(1);
        return true;
    }
}

/// <summary>A value of one of several types: the name of the type stands first.</summary>
internal sealed class UnionShape(TypeSchema schema, Func<TypeSchema, JsonShape> shapeOf) : JsonShape
{
    public const string TypeName = "$type";

    private readonly (string Name, JsonShape Shape)[] _cases = [.. schema.Members.Select(m => (m.Name, shapeOf(m.Schema)))];

    public override void Write(ref ByteReader bytes, JsonOutput json)
    {
        var number = bytes.ReadVarUInt32();
        if (number == 0)
        {
            json.Null();
            return;
        }

        if (number > _cases.Length) throw bytes.Corrupt($"{schema.TypeName} has {_cases.Length} subtypes, and there is no number {number}");
        var (name, shape) = _cases[number - 1];
        if (Resolved(shape) is ObjectShape members)
        {
            members.Write(ref bytes, name, json);
            return;
        }

        json.Json.WriteStartObject();
        json.Json.WriteString(TypeName, name);
        json.Json.WritePropertyName("value");
        shape.Write(ref bytes, json);
        json.Json.WriteEndObject();
    }

    public override void Describe(JsonDescription json) => json.OneOf([() => json.Type("null"), .. _cases.Select(c => (Action)(() => Describe(c.Name, c.Shape, json)))]);

    private static void Describe(string name, JsonShape shape, JsonDescription json)
    {
        json.Type("object");
        json.In("properties", () =>
        {
            json.Constant(TypeName, name);
            if (Resolved(shape) is not ObjectShape) json.Of("value", shape);
        });
    }

    private static JsonShape Resolved(JsonShape shape) => shape is DeferredShape deferred ? deferred.Target : shape;
}
