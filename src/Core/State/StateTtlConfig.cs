namespace FlowActors.State;

/// <summary>
/// How long keyed state is kept after it was last touched, in processing time by the job's <see cref="TimeProvider"/>; the rules are Flink's.
/// Each value, list element and map entry has a time of its own, which takes 8 bytes and is part of snapshots. The setting is not: a state
/// may get it, change it or lose it between a snapshot and its restore, and elements without a time count from the restore. Immutable.
/// </summary>
public sealed record StateTtlConfig
{
    /// <summary>State is kept for so long.</summary>
    /// <param name="timeToLive">At least 1 ms; parts of a ms do not count.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is shorter.</exception>
    public StateTtlConfig(TimeSpan timeToLive)
    {
        if (timeToLive < TimeSpan.FromMilliseconds(1))
            throw new ArgumentOutOfRangeException(nameof(timeToLive), timeToLive, "State must be kept for at least 1 ms. Leave the setting out to keep it for ever.");
        TimeToLive = timeToLive;
    }

    /// <summary>An element is over when this has passed since it was last touched.</summary>
    public TimeSpan TimeToLive { get; }

    /// <summary>What counts as a touch.</summary>
    public StateTtlUpdateType UpdateType { get; init; } = StateTtlUpdateType.OnCreateAndWrite;

    /// <summary>Whether what is over may still be read.</summary>
    public StateTtlVisibility Visibility { get; init; } = StateTtlVisibility.NeverReturnExpired;

    /// <summary>
    /// How many elements each write looks at, going round through the whole state of the subtask, to remove those that are over; 5 by
    /// default. With 0, what is over and never written again stays until the state is restored from a snapshot in the canonical form: for ever, should the key not
    /// come back.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int CleanupSize
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 5;
}

/// <summary>What makes an element's time to live begin again.</summary>
public enum StateTtlUpdateType
{
    /// <summary>That it is made, replaced or folded into.</summary>
    OnCreateAndWrite,

    /// <summary>Also that it is read, save by <c>TryPeek</c>, <c>Peek</c> and <c>PeekEntries</c>, and by questions whether it is there.</summary>
    OnReadAndWrite,
}

/// <summary>Whether an element that is over may be seen.</summary>
public enum StateTtlVisibility
{
    /// <summary>Never, whether it was removed yet or not.</summary>
    NeverReturnExpired,

    /// <summary>As long as it was not removed yet: it is read and folded into as if it were not over.</summary>
    ReturnExpiredIfNotCleanedUp,
}
