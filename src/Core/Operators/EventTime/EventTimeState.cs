namespace FlowActors.Operators;

/// <summary>What a checkpoint keeps of the event time of a source's or an operator's subtask, or of one of its splits.</summary>
/// <param name="Subtask">The subtask.</param>
/// <param name="Parallelism">How many there were.</param>
/// <param name="Split">The split; null for all that the subtask had said.</param>
/// <param name="MaxTimestamp">The highest timestamp so far, in ms.</param>
/// <param name="Watermark">The watermark so far, in ms.</param>
/// <param name="IsIdle">Whether it was idle.</param>
internal sealed record EventTimeState(int Subtask, int Parallelism, string? Split, long MaxTimestamp, long Watermark, bool IsIdle)
{
    /// <summary>The name of the state, of which every subtask gets all.</summary>
    public const string Name = "_event-time";

    /// <summary>What holds for all of them: the earliest. Null where there are none.</summary>
    public static EventTimeState? Earliest(IEnumerable<EventTimeState> states) => states.Aggregate((EventTimeState?)null, (all, s) => all is null ? s : all with
    {
        MaxTimestamp = Math.Min(all.MaxTimestamp, s.MaxTimestamp),
        Watermark = Math.Min(all.Watermark, s.Watermark),
        IsIdle = all.IsIdle && s.IsIdle,
    });
}
