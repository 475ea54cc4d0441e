using System.Text.Json.Serialization;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.State;

namespace FlowActors.Runtime.Checkpoints.Metadata;

/// <summary>What a snapshot holds, and of which job. Names of members are part of stored files and never change; others may come.</summary>
/// <param name="Checkpoint">The number of the checkpoint, which savepoints have too.</param>
/// <param name="Kind">What it was made for.</param>
/// <param name="TriggeredAt">When it was triggered, UTC.</param>
/// <param name="JobName">The name of the job.</param>
/// <param name="Job">The job's id: 32 lower-case hexadecimal digits.</param>
/// <param name="Unaligned">Whether some of its barriers have overtaken records, which it then holds.</param>
/// <param name="Drained">Whether the end of all input has gone before it: a job that begins with it has nothing left to read.</param>
/// <param name="Vertices">All vertices of the job, in the order of the job graph.</param>
internal sealed record SnapshotMetadata(
    long Checkpoint,
    SnapshotKind Kind,
    DateTime TriggeredAt,
    string JobName,
    string Job,
    bool Unaligned,
    bool Drained,
    IReadOnlyList<VertexSnapshot> Vertices)
{
    // The only one that there was when metadata named none.
    private const string BackendBefore = "memory";

    /// <summary>All files of the snapshot but the metadata; one that several places name comes several times.</summary>
    public IEnumerable<StateHandle> Handles() => Vertices.SelectMany(vertex => vertex.Handles());

    /// <summary>How it holds keyed state, as it was asked for; null in metadata of earlier builds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SnapshotForm? Form { get; init; }

    /// <summary>Whether any backend reads it. Checkpoints of earlier builds, which had only one backend, are of that one.</summary>
    [JsonIgnore]
    public bool IsPortable => (Form ?? (Kind == SnapshotKind.Savepoint ? SnapshotForm.Canonical : SnapshotForm.Native)) == SnapshotForm.Canonical;

    /// <summary>The backends that wrote its keyed state.</summary>
    public IEnumerable<string> Backends() =>
        Vertices.SelectMany(v => v.Subtasks).SelectMany(s => s.Keyed).Select(part => part.Backend ?? BackendBefore).Distinct();

    /// <summary>Whether some of its state lies in databases.</summary>
    public bool HasDatabases() => Vertices.SelectMany(v => v.Subtasks).SelectMany(s => s.Keyed).Any(part => part.Database is not null);

    /// <summary>The size of all files that it names, in bytes; shared ones count as they do for a restore: in full, once.</summary>
    public long StateBytes() => Handles().DistinctBy(handle => handle.Name).Sum(handle => handle.Length);

    /// <summary>The size of those of them that were written for it, in bytes: the others were there before.</summary>
    public long WrittenBytes() => Handles().DistinctBy(handle => handle.Name)
        .Where(handle => SnapshotNames.CheckpointOf(handle.Name) is not { } written || written == Checkpoint).Sum(handle => handle.Length);
}
