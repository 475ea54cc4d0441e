namespace FlowActors.State.RocksDb.Interop;

/// <summary>
/// What a write does that RocksDB does not take, as background work is behind. That ends by itself, unless the work has failed:
/// RocksDB then looks every few seconds whether somebody has made room, and keeps writers waiting for as long.
/// </summary>
/// <param name="errors">How often background work had failed when the write began to wait.</param>
/// <param name="now">The time then, in milliseconds.</param>
internal struct LateWrite(long errors, long now)
{
    // RocksDB itself pauses for a second after an error, on a thread that other databases wait for.
    private const long IdleMax = 250;
    private const long PatienceMax = 5_000;

    // The threads of background work are those of all databases of the process: it may wait for that of others.
    private const long TurnMax = 60_000;

    private long _errors = errors;
    private long _lastWork = now;
    private long? _firstError;

    public enum Step
    {
        /// <summary>Tries again soon.</summary>
        Wait,

        /// <summary>Asks for what failed.</summary>
        Ask,

        /// <summary>Nobody tells what failed, but it has been too long if the disk is full.</summary>
        GiveUpIfFull,

        /// <summary>It has been too long.</summary>
        GiveUp,
    }

    /// <param name="errors">How often background work has failed since the database was opened.</param>
    /// <param name="isWorking">Whether a flush or compaction runs.</param>
    /// <param name="now">The time, in milliseconds.</param>
    public Step Next(long errors, bool isWorking, long now)
    {
        if (errors == 0 || isWorking) _lastWork = now;
        if (errors == _errors && now - _lastWork < IdleMax) return Step.Wait;
        _errors = errors;
        _lastWork = now;
        _firstError ??= now;
        return (now - _firstError) switch
        {
            > TurnMax => Step.GiveUp,
            > PatienceMax => Step.GiveUpIfFull,
            _ => Step.Ask,
        };
    }
}
