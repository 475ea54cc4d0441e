using System.Text.Json;

namespace FlowActors.Serialization.Json;

/// <summary>Entries of a map as they are written: members of an object where each key can be the name of one, else elements of an array, each with key and value.</summary>
/// <param name="json">Where they go.</param>
/// <param name="areMembers">Whether each key is written as the name of a member.</param>
internal readonly struct JsonEntries(Utf8JsonWriter json, bool areMembers)
{
    public void Begin()
    {
        if (areMembers) json.WriteStartObject();
        else json.WriteStartArray();
    }

    /// <summary>The key comes next.</summary>
    public void BeginEntry()
    {
        if (areMembers) return;
        json.WriteStartObject();
        json.WritePropertyName("key");
    }

    /// <summary>The key was written; the value comes next.</summary>
    public void BeginValue()
    {
        if (!areMembers) json.WritePropertyName("value");
    }

    public void EndEntry()
    {
        if (!areMembers) json.WriteEndObject();
    }

    public void End()
    {
        if (areMembers) json.WriteEndObject();
        else json.WriteEndArray();
    }
}
