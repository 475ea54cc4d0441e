namespace FlowActors.Runtime.Checkpoints.Coordination;

/// <summary>What a restart begins with.</summary>
internal abstract record RestoreChoice
{
    private RestoreChoice()
    {
    }

    /// <summary>A checkpoint. Those that are unreadable are told of (<see cref="CheckpointMessages.FoundUnreadable"/>) before the attempt starts.</summary>
    /// <param name="Checkpoint">The checkpoint.</param>
    /// <param name="Unreadable">Later ones that cannot be read; mostly none.</param>
    public sealed record From(CompletedCheckpoint Checkpoint, IReadOnlyList<long> Unreadable) : RestoreChoice;

    /// <summary>No checkpoint has completed: from what the job was submitted with, a savepoint or nothing.</summary>
    public sealed record FromTheBeginning : RestoreChoice;

    /// <summary>Nothing: the job stays stopped, and its checkpoints stay.</summary>
    /// <param name="Reason">Why, and what can be done.</param>
    public sealed record Refused(string Reason) : RestoreChoice;
}

/// <summary>Which checkpoint a restart takes. Pure.</summary>
internal static class RestoreSelection
{
    /// <summary>Chooses the last checkpoint, or an older one where that is allowed.</summary>
    /// <param name="record">What is kept.</param>
    /// <param name="unreadable">Those of them whose metadata, or a file that it names, was found to be unreadable.</param>
    /// <param name="fallsBack">Whether an older one may be taken when nothing was committed since.</param>
    /// <param name="acceptsDoubleOutput">Whether somebody has said that an older one may be taken though output may double.</param>
    public static RestoreChoice Choose(CheckpointRecord record, IReadOnlySet<long> unreadable, bool fallsBack, bool acceptsDoubleOutput)
    {
        var candidates = record.Kept.RemoveAll(c => record.Unreadable.Contains(c.Id));
        if (candidates.IsEmpty)
            return record.Kept.IsEmpty ? new RestoreChoice.FromTheBeginning() : new RestoreChoice.Refused("No checkpoint that is kept can be read.");
        var chosen = candidates.FindLast(c => !unreadable.Contains(c.Id));
        var lost = candidates.RemoveAll(c => c.Id <= (chosen?.Id ?? 0));
        if (lost.IsEmpty) return new RestoreChoice.From(chosen!, []);
        var last = $"Checkpoint {lost[^1].Id} ({lost[^1].Metadata.File}) cannot be read";
        if (chosen is null) return new RestoreChoice.Refused($"{last}, and no older one is kept that can.");
        if (!acceptsDoubleOutput && lost.Find(c => c.Commits) is { } committed)
            return new RestoreChoice.Refused(
                $"{last}, and sinks have committed since checkpoint {chosen.Id}, at checkpoint {committed.Id}: resume the job with flowactors.checkpoints.accepts-double-output = on if what came since may come twice.");
        if (!acceptsDoubleOutput && !fallsBack)
            return new RestoreChoice.Refused($"{last}. Checkpoint {chosen.Id} can, and nothing was committed since: allow the job to fall back to it (flowactors.checkpoints.falls-back = on).");
        return new RestoreChoice.From(chosen, [.. lost.Select(c => c.Id)]);
    }
}
