namespace FlowActors.Runtime.Checkpoints.Retention;

/// <summary>
/// Who reads which checkpoints of a job: what is leased is not deleted. A lease ends when its reader says so, or when it was not renewed in time. They
/// are not written down: a later coordinator knows none. Not thread-safe.
/// </summary>
internal sealed class CheckpointLeases
{
    /// <summary>How many checkpoints of a job are held for their readers though they were dropped: no more than these lie on the disk beside those that are retained.</summary>
    public const int CheckpointsMax = 8;

    /// <summary>How many readers one of them has at a time.</summary>
    public const int ReadersMax = 1_024;

    private readonly SortedDictionary<long, Leased> _leased = [];

    /// <summary>Whether somebody reads a checkpoint.</summary>
    public bool Has(long checkpoint) => _leased.ContainsKey(checkpoint);

    /// <summary>Whether somebody reads a checkpoint now, and not only may come for more of it.</summary>
    public bool IsRead(long checkpoint) => _leased.TryGetValue(checkpoint, out var leased) && leased.Readers.Count > 0;

    /// <summary>Ends the leases of a checkpoint, whoever has them.</summary>
    public void Drop(long checkpoint) => _leased.Remove(checkpoint);

    /// <summary>When the lease of one of these ends if nobody renews it; null where none of them is leased.</summary>
    public DateTimeOffset? FirstEnd(IEnumerable<long> checkpoints) => checkpoints.Select(c => _leased.GetValueOrDefault(c)?.Until).Min();

    /// <summary>A reader begins, or goes on.</summary>
    /// <param name="checkpoint">What it reads.</param>
    /// <param name="reader">Names it.</param>
    /// <param name="until">When it is given up.</param>
    /// <returns>False where there are too many.</returns>
    public bool TryTake(long checkpoint, string reader, DateTimeOffset until)
    {
        if (!_leased.TryGetValue(checkpoint, out var leased))
        {
            _leased.Add(checkpoint, leased = new Leased());
        }

        if (leased.Readers.Count == ReadersMax && !leased.Readers.ContainsKey(reader)) return false;
        leased.Readers[reader] = until;
        return true;
    }

    /// <summary>A reader is done.</summary>
    /// <param name="checkpoint">What it has read.</param>
    /// <param name="reader">Names it.</param>
    /// <param name="nextUntil">Until when somebody may come for more of it; null for nobody.</param>
    public void End(long checkpoint, string reader, DateTimeOffset? nextUntil)
    {
        if (!_leased.TryGetValue(checkpoint, out var leased) || !leased.Readers.Remove(reader)) return;
        if (nextUntil > leased.NextUntil) leased.NextUntil = nextUntil.Value;
        if (leased.Readers.Count == 0 && leased.NextUntil == DateTimeOffset.MinValue) _leased.Remove(checkpoint);
    }

    /// <summary>Ends those that were not renewed.</summary>
    public void Expire(DateTimeOffset now)
    {
        foreach (var (checkpoint, leased) in _leased.ToList())
        {
            foreach (var (reader, until) in leased.Readers.ToList())
            {
                if (until <= now) leased.Readers.Remove(reader);
            }

            if (leased.Readers.Count == 0 && leased.NextUntil <= now) _leased.Remove(checkpoint);
        }
    }

    private sealed class Leased
    {
        public Dictionary<string, DateTimeOffset> Readers { get; } = [];

        public DateTimeOffset NextUntil { get; set; } = DateTimeOffset.MinValue;

        public DateTimeOffset Until => Readers.Values.Append(NextUntil).Max();
    }
}
