using FlowActors.Runtime.Checkpoints.Coordination;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>How a job takes checkpoints, and what was found of those that are kept.</summary>
/// <param name="Settings">When, how many, and what is tolerable.</param>
/// <param name="Kept">By number.</param>
/// <param name="Origin">The savepoint that the job began with; null when it began with none.</param>
internal sealed record CheckpointStart(CheckpointSettings Settings, IReadOnlyDictionary<long, KeptSnapshot> Kept, KeptSnapshot? Origin = null)
{
    /// <summary>Those that cannot be read.</summary>
    public IReadOnlySet<long> Unreadable { get; } = Kept.Where(k => k.Value.Unreadable is not null).Select(k => k.Key).ToHashSet();

    /// <summary>What is missing or damaged of the last one that cannot be read; null when all can.</summary>
    public string? LastUnreadable => Unreadable.Count == 0 ? null : Kept[Unreadable.Max()].Unreadable;

    /// <summary>With one of those that are kept found to be unreadable.</summary>
    /// <param name="checkpoint">Its number.</param>
    /// <param name="what">What is missing or damaged.</param>
    public CheckpointStart WithUnreadable(long checkpoint, string what)
    {
        var found = Kept.GetValueOrDefault(checkpoint) ?? new KeptSnapshot(checkpoint, null, null, null);
        return new CheckpointStart(Settings, new Dictionary<long, KeptSnapshot>(Kept) { [checkpoint] = found with { Unreadable = what } }, Origin);
    }

    /// <summary>The files of those whose metadata can be read.</summary>
    public IReadOnlyDictionary<long, IReadOnlyList<FileReference>> FilesOf() =>
        Kept.Where(k => k.Value.Files is not null).ToDictionary(k => k.Key, k => k.Value.Files!);
}

/// <summary>What was found of a checkpoint that is kept.</summary>
/// <param name="Checkpoint">Its number; 0 where the metadata cannot be read.</param>
/// <param name="Files">Its files, metadata among them; null where the metadata cannot be read.</param>
/// <param name="Unreadable">What is missing or damaged; null when a restart may take it.</param>
/// <param name="Misfit">What the job's present code does not take of it; null when all of it has its place.</param>
internal sealed record KeptSnapshot(long Checkpoint, IReadOnlyList<FileReference>? Files, string? Unreadable, string? Misfit)
{
    /// <summary>The job that wrote it; null where the metadata cannot be read.</summary>
    public string? Job { get; init; }
}

/// <summary>How a coordinator goes on with a job of which its journal tells.</summary>
/// <param name="Job">The job as it is now.</param>
/// <param name="Shape">The shape of its present graph.</param>
/// <param name="Checkpoints">How it takes checkpoints; null where it takes none.</param>
/// <param name="IsResumed">True when an earlier run of the process has left the job: its attempts are over.</param>
/// <param name="Halt">Why it cannot go on, though it is not lost; null when it can.</param>
internal sealed record JobStart(JobSpec Job, JobShape Shape, CheckpointStart? Checkpoints = null, bool IsResumed = false, string? Halt = null);
