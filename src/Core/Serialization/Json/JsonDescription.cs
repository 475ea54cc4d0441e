using System.Text.Json;

namespace FlowActors.Serialization.Json;

/// <summary>What shapes write their JSON schema to. A type that occurs in itself is described as an object only, the second time.</summary>
/// <param name="json">Where it goes.</param>
internal sealed class JsonDescription(Utf8JsonWriter json)
{
    private readonly HashSet<JsonShape> _under = [];

    public void Type(string name) => json.WriteString("type", name);

    public void Types(string first, string second)
    {
        json.WriteStartArray("type");
        json.WriteStringValue(first);
        json.WriteStringValue(second);
        json.WriteEndArray();
    }

    public void Format(string format) => json.WriteString("format", format);

    public void Title(string title) => json.WriteString("title", title);

    /// <summary>A member that is itself a schema.</summary>
    public void Of(string name, JsonShape shape)
    {
        json.WriteStartObject(name);
        if (_under.Add(shape))
        {
            shape.Describe(this);
            _under.Remove(shape);
        }

        json.WriteEndObject();
    }

    /// <summary>A member that holds others.</summary>
    public void In(string name, Action members)
    {
        json.WriteStartObject(name);
        members();
        json.WriteEndObject();
    }

    /// <summary>A list of schemas.</summary>
    public void OneOf(IEnumerable<Action> schemas)
    {
        json.WriteStartArray("oneOf");
        foreach (var schema in schemas)
        {
            json.WriteStartObject();
            schema();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>A member that can have one value only.</summary>
    public void Constant(string name, string value) => In(name, () => json.WriteString("const", value));
}
