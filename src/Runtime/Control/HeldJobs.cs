namespace FlowActors.Runtime.Control;

/// <summary>
/// The jobs that clients in this process stand for: such a job is not forgotten, however many have ended since. A client that is
/// let go of counts until it is collected. Thread-safe.
/// </summary>
internal sealed class HeldJobs
{
    private const int SweepMin = 64;
    private readonly Lock _gate = new();
    private readonly Dictionary<JobId, WeakReference<HeldJob>> _jobs = [];
    private int _sweepAt = SweepMin;

    /// <summary>What all clients of a job share. The job is held for as long as one of them, or whoever called, keeps it.</summary>
    public HeldJob Take(JobId job)
    {
        lock (_gate)
        {
            if (_jobs.TryGetValue(job, out var known) && known.TryGetTarget(out var held)) return held;
            if (_jobs.Count >= _sweepAt) Sweep();
            held = new HeldJob();
            _jobs[job] = new WeakReference<HeldJob>(held);
            return held;
        }
    }

    /// <summary>Null when nobody holds the job.</summary>
    public HeldJob? Find(JobId job)
    {
        lock (_gate) return _jobs.TryGetValue(job, out var known) && known.TryGetTarget(out var held) ? held : null;
    }

    public bool IsHeld(JobId job) => Find(job) is not null;

    private void Sweep()
    {
        foreach (var (job, held) in _jobs)
        {
            if (!held.TryGetTarget(out _)) _jobs.Remove(job);
        }

        _sweepAt = Math.Max(SweepMin, 2 * _jobs.Count);
    }
}

/// <summary>What the clients of one job in this process share. Thread-safe.</summary>
internal sealed class HeldJob
{
    private volatile bool _isAwaited;
    private volatile Exception? _cause;

    /// <summary>True once somebody waits for the end, or has seen it.</summary>
    public bool IsAwaited => _isAwaited;

    /// <summary>The exception that ended the job, if it was thrown in this process; kept for whoever holds a client only.</summary>
    public Exception? Cause
    {
        get => _cause;
        set => _cause = value;
    }

    public void Await() => _isAwaited = true;
}
