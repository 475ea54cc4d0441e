namespace FlowActors.Operators;

/// <summary>
/// Says whether an operator has had no record for too long. It looks twice, with a run of the subtask between: what waited in the input has
/// come by then. Time in which an output was full counts for nothing.
/// </summary>
/// <param name="timeout">In ms.</param>
/// <param name="now">In ms since 1970.</param>
internal sealed class InputIdleness(long timeout, long now)
{
    private long _since = now;
    private bool _isSuspected;

    /// <summary>When to look next, in ms since 1970.</summary>
    public long LookAt { get; private set; } = now + timeout;

    public static InputIdleness? Of(TimeSpan? timeout, long now) =>
        timeout is null || timeout == Timeout.InfiniteTimeSpan ? null : new InputIdleness((long)timeout.Value.TotalMilliseconds, now);

    /// <summary>Looks.</summary>
    /// <param name="now">In ms since 1970.</param>
    /// <param name="hasRecords">Whether records have come since the last look.</param>
    /// <param name="isHeldUp">Whether an output is full.</param>
    /// <returns>True when it is idle.</returns>
    public bool Look(long now, bool hasRecords, bool isHeldUp)
    {
        if (hasRecords || isHeldUp) (_since, _isSuspected) = (now, false);
        var isOver = now - _since >= timeout;
        LookAt = isOver ? now : _since + timeout;
        (var wasSuspected, _isSuspected) = (_isSuspected, isOver);
        return isOver && wasSuspected;
    }
}
