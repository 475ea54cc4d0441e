using System.Text.Json;

namespace FlowActors.Http.OpenApi;

/// <summary>The states of a job that may be read.</summary>
internal sealed record StatesShape(IReadOnlyList<StateShape> States);

/// <summary>One state. Its types are JSON schemas.</summary>
internal sealed record StateShape(string Uid, string Operator, string Name, string Kind, JsonElement KeyType, JsonElement ValueType, long Entries);

/// <summary>What one key has, as JSON of its own type.</summary>
internal sealed record StateOfKeyShape(JsonElement Key, JsonElement Value, int Attempt, bool Committed);

/// <summary>What one key has (<c>key</c> and <c>value</c>), or several (<c>entries</c>).</summary>
internal sealed record StateOfKeysShape(int Attempt, bool Committed)
{
    public JsonElement Key { get; init; }

    public JsonElement Value { get; init; }

    public IReadOnlyList<StateEntryShape>? Entries { get; init; }

    public string? Cursor { get; init; }
}

/// <summary>A key and what it has.</summary>
internal sealed record StateEntryShape(JsonElement Key, JsonElement Value);
