using System.Text.Json;

namespace FlowActors.Client.State;

/// <summary>One key and what it has, as it is answered.</summary>
internal sealed record KeyAnswer(JsonElement Key, JsonElement Value, int? Attempt, long? Checkpoint, bool Committed, bool Unaligned = false)
{
    public StateOrigin Origin() => new(Attempt, Checkpoint, Committed, Unaligned);
}

/// <summary>One entry of a key's map, as it is answered.</summary>
internal sealed record MapEntryAnswer(JsonElement Key, JsonElement Entry, JsonElement Value, int? Attempt, long? Checkpoint, bool Committed, bool Unaligned = false)
{
    public StateOrigin Origin() => new(Attempt, Checkpoint, Committed, Unaligned);
}

/// <summary>Some keys and what they have, as they are answered.</summary>
internal sealed record EntriesAnswer(IReadOnlyList<EntryAnswer> Entries, string? Cursor, int? Attempt, long? Checkpoint, bool Committed, bool Unaligned = false)
{
    /// <summary>The key whose map's entries they are; null where they are keys themselves.</summary>
    public JsonElement? Key { get; init; }

    public StateOrigin Origin() => new(Attempt, Checkpoint, Committed, Unaligned);
}

/// <summary>One of them.</summary>
internal sealed record EntryAnswer(JsonElement Key, JsonElement Value);

/// <summary>An event of a key that is watched.</summary>
/// <param name="Name">Its name: <c>message</c> where it has none.</param>
/// <param name="Data">Its data.</param>
internal readonly record struct WatchEvent(string Name, JsonElement Data);
