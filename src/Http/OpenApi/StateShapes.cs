using System.Text.Json;

namespace FlowActors.Http.OpenApi;

/// <summary>Where an answer comes from: an attempt of the job, or a checkpoint of it.</summary>
internal abstract record OriginShape
{
    /// <summary>The attempt of the job; of live state only.</summary>
    public int? Attempt { get; init; }

    /// <summary>The checkpoint; of state at a checkpoint only.</summary>
    public long? Checkpoint { get; init; }

    /// <summary>Whether nothing undoes it any more: that of a checkpoint.</summary>
    public bool? Committed { get; init; }

    /// <summary>Whether records were under way that the checkpoint has beside its states; there where they were.</summary>
    public bool? Unaligned { get; init; }
}

/// <summary>The states of a job that may be read.</summary>
internal sealed record StatesShape(IReadOnlyList<StateShape> States) : OriginShape;

/// <summary>One state. Its types are JSON schemas.</summary>
internal sealed record StateShape(string Uid, string Operator, string Name, string Kind, JsonElement KeyType, JsonElement ValueType, long Entries);

/// <summary>
/// What one key has (<c>value</c>), as JSON of its own type; of a map also one entry (<c>entry</c> and <c>value</c>), or several, or a page of them (<c>entries</c> and
/// <c>cursor</c>).
/// </summary>
internal sealed record StateOfKeyShape(JsonElement Key) : OriginShape
{
    public JsonElement Value { get; init; }

    /// <summary>The key within the map.</summary>
    public JsonElement Entry { get; init; }

    public IReadOnlyList<StateEntryShape>? Entries { get; init; }

    /// <summary>Where the next page begins; null when there is none.</summary>
    public string? Cursor { get; init; }
}

/// <summary>What one key has (<c>key</c> and <c>value</c>), or several, or a page of them (<c>entries</c> and <c>cursor</c>); of one key's map entries in the same way.</summary>
internal sealed record StateOfKeysShape : OriginShape
{
    public JsonElement Key { get; init; }

    /// <summary>The key within the map.</summary>
    public JsonElement Entry { get; init; }

    public JsonElement Value { get; init; }

    public IReadOnlyList<StateEntryShape>? Entries { get; init; }

    /// <summary>Where the next page begins; null when there is none.</summary>
    public string? Cursor { get; init; }
}

/// <summary>A key and what it has.</summary>
internal sealed record StateEntryShape(JsonElement Key, JsonElement Value);
