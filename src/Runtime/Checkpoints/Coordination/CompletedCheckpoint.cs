using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace FlowActors.Runtime.Checkpoints.Coordination;

/// <summary>What the journal tells of a completed checkpoint. What it consists of stands in its metadata: that may be many files.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Kind">What it was for.</param>
/// <param name="Metadata">Its metadata.</param>
/// <param name="TriggeredAt">When it was triggered.</param>
/// <param name="CompletedAt">When its metadata was durable.</param>
/// <param name="Bytes">The size of all its files.</param>
/// <param name="Commits">Whether sinks commit something when it is complete.</param>
/// <param name="Attempts">The attempt of each region that took part, by region.</param>
internal sealed record CompletedCheckpoint(
    long Id,
    CheckpointKind Kind,
    FileReference Metadata,
    DateTimeOffset TriggeredAt,
    DateTimeOffset CompletedAt,
    long Bytes,
    bool Commits,
    ImmutableSortedDictionary<int, int> Attempts)
{
    /// <summary>What of <see cref="Bytes"/> was not written for it, as it was there before.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long ReusedBytes { get; init; }

    /// <summary>The vertices whose sources had assigned all splits by then, and told all readers so: later checkpoints of the same attempts, and of attempts of the same code that begin with it, keep the same of their enumerators. Null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableSortedSet<int>? AssignedAll { get; init; }
}
