using System.Text.Json;
using FlowActors.Runtime.Client;
using FlowActors.Runtime.Subtasks.Queries;
using FlowActors.Serialization.Json;
using FlowActors.State;
using FlowActors.State.Scans;

namespace FlowActors.Http.State;

/// <summary>The shapes of answers about state.</summary>
internal static class StateAnswers
{
    public static void WriteStates(Utf8JsonWriter json, IReadOnlyList<ShownState> states, ReadFrom? from)
    {
        json.WriteStartObject();
        json.WriteStartArray("states");
        foreach (var state in states)
        {
            json.WriteStartObject();
            json.WriteString("uid", state.State.Uid);
            json.WriteString("operator", state.State.Operator);
            json.WriteString("name", state.State.Name);
            json.WriteString("kind", JsonNamingPolicy.CamelCase.ConvertName(state.State.Kind.ToString()));
            json.WritePropertyName("keyType");
            state.Key.WriteSchema(json);
            json.WritePropertyName("valueType");
            WriteValueSchema(json, state);
            json.WriteNumber("entries", state.State.Entries);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        from?.Write(json);
        json.WriteEndObject();
    }

    public static void WriteOne(Utf8JsonWriter json, ShownState state, byte[] key, KeyReading found, ReadFrom from, JsonNumbers numbers)
    {
        json.WriteStartObject();
        WriteEntry(json, state, key, found.Elements, numbers);
        from.Write(json);
        json.WriteEndObject();
    }

    /// <summary>Those of the keys that have something.</summary>
    public static void WriteSeveral(Utf8JsonWriter json, ShownState state, IReadOnlyList<byte[]> keys, IReadOnlyList<KeyReading> found, ReadFrom from, JsonNumbers numbers)
    {
        json.WriteStartObject();
        json.WriteStartArray("entries");
        foreach (var reading in found.Where(f => f.Elements.Count > 0))
        {
            json.WriteStartObject();
            WriteEntry(json, state, keys[reading.Index], reading.Elements, numbers);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNull("cursor");
        from.Write(json);
        json.WriteEndObject();
    }

    public static void WritePage(Utf8JsonWriter json, ShownState state, StatePage page, string? cursor, ReadFrom from, JsonNumbers numbers)
    {
        json.WriteStartObject();
        json.WriteStartArray("entries");
        foreach (var key in page.Keys)
        {
            json.WriteStartObject();
            WriteEntry(json, state, key.Key, key.Elements, numbers);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("cursor", cursor);
        from.Write(json);
        json.WriteEndObject();
    }

    /// <summary>One entry of the map of a key.</summary>
    public static void WriteOneOfMap(Utf8JsonWriter json, ShownState state, byte[] key, byte[] mapKey, KeyReading found, ReadFrom from, JsonNumbers numbers)
    {
        json.WriteStartObject();
        json.WritePropertyName("key");
        state.Key.Write(json, key, numbers);
        json.WritePropertyName("entry");
        state.MapKey!.Write(json, mapKey, numbers);
        json.WritePropertyName("value");
        state.Value.Write(json, found.Elements[0].Value, numbers);
        from.Write(json);
        json.WriteEndObject();
    }

    /// <summary>Entries of the map of a key.</summary>
    public static void WriteEntriesOfMap(
        Utf8JsonWriter json, ShownState state, byte[] key, IEnumerable<(byte[] MapKey, byte[] Value)> entries, string? cursor, ReadFrom from, JsonNumbers numbers)
    {
        json.WriteStartObject();
        json.WritePropertyName("key");
        state.Key.Write(json, key, numbers);
        json.WriteStartArray("entries");
        foreach (var (mapKey, value) in entries)
        {
            json.WriteStartObject();
            json.WritePropertyName("key");
            state.MapKey!.Write(json, mapKey, numbers);
            json.WritePropertyName("value");
            state.Value.Write(json, value, numbers);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("cursor", cursor);
        from.Write(json);
        json.WriteEndObject();
    }

    /// <summary>A key and what it has: one element at least.</summary>
    public static void WriteEntry(Utf8JsonWriter json, ShownState state, byte[] key, IReadOnlyList<StoredElementBytes> elements, JsonNumbers numbers)
    {
        json.WritePropertyName("key");
        state.Key.Write(json, key, numbers);
        json.WritePropertyName("value");
        switch (state.State.Kind)
        {
            case StateKind.List: WriteList(json, state, elements, numbers); break;
            case StateKind.Map: WriteMap(json, state, elements, numbers); break;
            default: state.Value.Write(json, elements[0].Value, numbers); break;
        }
    }

    private static void WriteList(Utf8JsonWriter json, ShownState state, IReadOnlyList<StoredElementBytes> elements, JsonNumbers numbers)
    {
        json.WriteStartArray();
        foreach (var element in elements) state.Value.Write(json, element.Value, numbers);
        json.WriteEndArray();
    }

    // As maps within values are shown; in the order of their keys.
    private static void WriteMap(Utf8JsonWriter json, ShownState state, IReadOnlyList<StoredElementBytes> elements, JsonNumbers numbers)
    {
        var mapKey = state.MapKey!;
        var entries = new JsonEntries(json, mapKey.IsName);
        entries.Begin();
        foreach (var entry in elements.OrderBy(e => e.MapKey, ByteOrder.Instance))
        {
            entries.BeginEntry();
            if (mapKey.IsName) mapKey.WriteName(json, entry.MapKey, numbers);
            else mapKey.Write(json, entry.MapKey, numbers);
            entries.BeginValue();
            state.Value.Write(json, entry.Value, numbers);
            entries.EndEntry();
        }

        entries.End();
    }

    private static void WriteValueSchema(Utf8JsonWriter json, ShownState state)
    {
        if (state.State.Kind is not (StateKind.List or StateKind.Map))
        {
            state.Value.WriteSchema(json);
            return;
        }

        var isObject = state.MapKey is { IsName: true };
        json.WriteStartObject();
        json.WriteString("type", isObject ? "object" : "array");
        json.WritePropertyName(isObject ? "additionalProperties" : "items");
        if (state.MapKey is null || isObject)
        {
            state.Value.WriteSchema(json);
        }
        else
        {
            json.WriteStartObject();
            json.WriteStartObject("properties");
            json.WritePropertyName("key");
            state.MapKey.WriteSchema(json);
            json.WritePropertyName("value");
            state.Value.WriteSchema(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private sealed class ByteOrder : IComparer<byte[]>
    {
        public static readonly ByteOrder Instance = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
