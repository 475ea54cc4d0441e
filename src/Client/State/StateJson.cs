using System.Globalization;
using System.Text.Json;

namespace FlowActors.Client.State;

/// <summary>Keys and values of a state as JSON.</summary>
/// <param name="json">How they are written.</param>
/// <param name="address">The server's, for what it answers and nobody understands.</param>
internal sealed class StateJson(JsonSerializerOptions json, Uri address)
{
    /// <summary>The parameter that says where a page begins.</summary>
    public const string Cursor = "cursor";

    public string KeyOf<T>(T key) => JsonSerializer.Serialize(key, json);

    /// <summary>What a query says of a scan.</summary>
    public List<(string Name, string Value)> QueryOf<T>(StateScan<T>? scan)
    {
        if (scan is null) return [];
        var query = new List<(string Name, string Value)>();
        if (scan.Prefix is { } prefix) query.Add(("prefix", prefix));
        if (scan.From.HasValue) query.Add(("from", BoundText(scan.From.Value!)));
        if (scan.To.HasValue) query.Add(("to", BoundText(scan.To.Value!)));
        if (scan.PageSize is { } size) query.Add(("limit", size.ToString(CultureInfo.InvariantCulture)));
        if (scan.Cursor is { } cursor) query.Add((Cursor, cursor));
        return query;
    }

    public KeyValuePair<TKey, TValue> Read<TKey, TValue>(EntryAnswer entry) => new(Read<TKey>(entry.Key), Read<TValue>(entry.Value));

    public T Read<T>(JsonElement element)
    {
        try
        {
            return element.Deserialize<T>(json)!;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw FlowActorsClientException.Unclear(address, $"it is no {typeof(T)}: {e.Message}", e);
        }
    }

    // As keys stand in paths.
    private string BoundText<T>(T key)
    {
        var element = JsonSerializer.SerializeToElement(key, json);
        return element.ValueKind switch
        {
            JsonValueKind.String => element.GetString()!,
            JsonValueKind.Object or JsonValueKind.Array => throw new ArgumentException($"A scan has bounds of single values only, as numbers and texts, not {element}."),
            _ => element.GetRawText(),
        };
    }
}
