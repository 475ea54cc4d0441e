using System.Text.Json.Serialization;
using FlowActors.Runtime.Checkpoints.Storage;

namespace FlowActors.Runtime.Checkpoints.Metadata;

/// <summary>The state of one subtask. What stands in the files is the business of who wrote them.</summary>
/// <param name="Index">Which subtask.</param>
/// <param name="Finished">Whether it had come to its end before the checkpoint: it has no state and does not begin again.</param>
/// <param name="Keyed">Keyed state and timers: ranges of key groups that do not overlap; any number of them, none assumes one a subtask.</param>
/// <param name="Operator">Operator state, watermarks, split positions, committables.</param>
/// <param name="InFlight">What was under way to the subtask, or from it; only of unaligned checkpoints.</param>
internal sealed record SubtaskSnapshot(
    int Index,
    bool Finished,
    IReadOnlyList<KeyedStateSnapshot> Keyed,
    IReadOnlyList<StateHandle> Operator,
    IReadOnlyList<StateHandle> InFlight)
{
    /// <summary>Whether all its input had ended: what it has to say at the end it has said.</summary>
    public bool HasEnded { get; init; }

    /// <summary>The keyed states that queries may read; null for none, and in metadata of earlier builds, which did not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<QueryableState>? Queryable { get; init; }

    /// <summary>All files of the subtask.</summary>
    public IEnumerable<StateHandle> Handles() => SnapshotFiles().Concat(Keyed.SelectMany(part => part.Database?.Handles() ?? []));

    /// <summary>Those that are snapshot files: all but the files of databases.</summary>
    public IEnumerable<StateHandle> SnapshotFiles() => Keyed.SelectMany(part => part.Files).Concat(Operator).Concat(InFlight);
}

/// <summary>Keyed state of consecutive key groups, which all its files and its database together hold.</summary>
/// <param name="FirstKeyGroup">The first group.</param>
/// <param name="LastKeyGroup">The last group, itself included.</param>
/// <param name="Files">One snapshot file or more.</param>
internal sealed record KeyedStateSnapshot(int FirstKeyGroup, int LastKeyGroup, IReadOnlyList<StateHandle> Files)
{
    /// <summary>The name of the state backend that wrote it; null in metadata of earlier builds, which had the one in memory only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Backend { get; init; }

    /// <summary>What of it lies in files of that backend; null where nothing does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DatabaseSnapshot? Database { get; init; }

    /// <summary>The groups.</summary>
    public KeyGroupRange Range() => new(FirstKeyGroup, LastKeyGroup);
}
