namespace FlowActors.Sinks;

/// <summary>
/// What is to be committed, by checkpoint: decides what is committed next, and what becomes of it. Knows no threads and no clock.
/// </summary>
/// <typeparam name="TCommittable">What describes something that was prepared.</typeparam>
internal sealed class CommitQueue<TCommittable>
{
    /// <summary>The checkpoint of what was prepared when the input ended: it waits for a later one, or for the end of the job.</summary>
    public const long End = long.MaxValue;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);

    // In the order of checkpoints, and of preparation.
    private readonly List<Entry> _entries = [];
    private long _released = long.MinValue;

    /// <summary>How many are not committed yet.</summary>
    public int Count => _entries.Count;

    /// <summary>True when all that may be committed is.</summary>
    public bool IsDone => _entries.Count == 0 || _entries[0].Checkpoint > _released;

    /// <summary>All that is not committed yet, for a snapshot.</summary>
    public IEnumerable<PendingCommit<TCommittable>> Pending => _entries.Select(e => new PendingCommit<TCommittable>(e.Checkpoint, e.Committable));

    /// <summary>How long to wait before what <see cref="Next"/> gives is committed.</summary>
    public TimeSpan Delay { get; private set; }

    /// <summary>Something was prepared, or restored.</summary>
    public void Add(long checkpoint, TCommittable committable)
    {
        var at = _entries.Count;
        while (at > 0 && _entries[at - 1].Checkpoint > checkpoint) at--;
        _entries.Insert(at, new Entry(checkpoint, committable));
    }

    /// <summary>
    /// What a snapshot held: it belongs to checkpoints that were complete, so it may be committed. They count from here on as before all
    /// others, in their order: of another job's savepoint the numbers say nothing, and this job may give the same ones anew.
    /// </summary>
    public void Restore(IReadOnlyList<PendingCommit<TCommittable>> restored)
    {
        long[] checkpoints = [.. restored.Select(r => r.Checkpoint).Distinct().Order()];
        foreach (var (checkpoint, committable) in restored) Add(Array.BinarySearch(checkpoints, checkpoint) - checkpoints.Length, committable);
        Release(-1);
    }

    /// <summary>What was prepared at the end of the input goes with this checkpoint.</summary>
    public void JoinEnd(long checkpoint)
    {
        foreach (var entry in _entries.Where(e => e.Checkpoint == End)) entry.Checkpoint = checkpoint;
    }

    /// <summary>Everything up to that checkpoint may be committed.</summary>
    public void Release(long checkpoint) => _released = Math.Max(_released, checkpoint);

    /// <summary>Asks for a commit of what is left of the lowest checkpoint that may be committed.</summary>
    /// <returns>Null when there is none.</returns>
    public IReadOnlyList<CommitRequest<TCommittable>>? Next() => IsDone
        ? null
        : [.. _entries.TakeWhile(e => e.Checkpoint == _entries[0].Checkpoint).Select(e => new CommitRequest<TCommittable>(e.Committable, e.Retries))];

    /// <summary>
    /// A commit has returned. What is to be retried stays, the rest is gone.
    /// </summary>
    /// <param name="requests">What <see cref="Next"/> gave last.</param>
    /// <exception cref="InvalidOperationException">A request was retried too often.</exception>
    public void Returned(IReadOnlyList<CommitRequest<TCommittable>> requests)
    {
        var retried = new List<Entry>();
        for (var i = 0; i < requests.Count; i++)
        {
            if (requests[i].Outcome != CommitOutcome.Retry) continue;
            if (requests[i].Retries == CommitRequest<TCommittable>.RetriesMax)
            {
                throw new InvalidOperationException(
                    $"The commit of {requests[i].Committable} was to be retried once more after {CommitRequest<TCommittable>.RetriesMax} retries. " +
                    "See to what it commits to, and run the job again.");
            }

            retried.Add(new Entry(_entries[i].Checkpoint, requests[i].Committable) { Retries = requests[i].Retries + 1 });
        }

        _entries.RemoveRange(0, requests.Count);
        _entries.InsertRange(0, retried);
        Delay = retried.Count == 0 ? TimeSpan.Zero : DelayOf(retried.Max(e => e.Retries));
    }

    private static TimeSpan DelayOf(int retries)
    {
        var delay = FirstDelay * Math.Pow(2, retries - 1);
        return delay < LongestDelay ? delay : LongestDelay;
    }

    private sealed class Entry(long checkpoint, TCommittable committable)
    {
        public long Checkpoint { get; set; } = checkpoint;

        public TCommittable Committable { get; } = committable;

        public int Retries { get; init; }
    }
}
