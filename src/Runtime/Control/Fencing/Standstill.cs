namespace FlowActors.Runtime.Control.Fencing;

/// <summary>
/// Notices that this process stood still (it was stopped, or got no processor) for longer than the rest of its cluster waits before it goes on without it. What
/// the node knows of the cluster may be over then, although nobody has told it yet, so it answers nobody until it knows better: until it has heard from most of the others for as long as
/// they would take to put it out. Pure; thread-safe.
/// </summary>
/// <param name="time">The clock: one that goes on while the process stands still.</param>
/// <param name="longest">For how long it may stand still unnoticed by the others.</param>
/// <param name="quiet">How long it waits then: that of failure detector and resolver together.</param>
internal sealed class Standstill(TimeProvider time, TimeSpan longest, TimeSpan quiet)
{
    private readonly Lock _lock = new();
    private long _seen = time.GetTimestamp();
    private long? _since;

    /// <summary>One of a process in which nothing can go on without it.</summary>
    public static Standstill None { get; } = new(TimeProvider.System, TimeSpan.MaxValue, TimeSpan.Zero);

    /// <summary>Whether what the node knows may be told. Asked when an answer is there, for the standstill may be behind the question.</summary>
    public bool MayAnswer
    {
        get
        {
            lock (_lock) return _since is null && time.GetElapsedTime(_seen) <= longest;
        }
    }

    /// <summary>The process runs.</summary>
    /// <param name="hearsMost">Whether it hears most of the other nodes.</param>
    /// <returns>For how long it stood still, when that is noticed now; else null.</returns>
    public TimeSpan? Tick(bool hearsMost)
    {
        lock (_lock)
        {
            var (now, still) = (time.GetTimestamp(), time.GetElapsedTime(_seen));
            _seen = now;
            if (still > longest)
            {
                _since = now;
                return still;
            }

            if (_since is { } since && hearsMost && time.GetElapsedTime(since) >= quiet) _since = null;
            return null;
        }
    }
}
