namespace FlowActors.Runtime.Exchange;

/// <summary>What has become of checkpoints: of one that was under way, and of the one that it is about.</summary>
/// <param name="Aborted">The number of a checkpoint that waits for nothing any more; null when there is none.</param>
/// <param name="Complete">The number of a checkpoint whose barrier has arrived on all channels; null when there is none.</param>
/// <param name="Superseded">The number of a lower checkpoint that was under way when a higher one was aborted; null when there is none.</param>
internal readonly record struct BarrierNews(long? Aborted = null, long? Complete = null, long? Superseded = null);

/// <summary>
/// Where the barriers of a checkpoint are, over all channels of all inputs of a subtask, and when the subtask takes part. Aligned: once all
/// channels have delivered theirs, or have ended; until then those that have stand still, so that nothing of what is under way belongs to the
/// checkpoint. Unaligned: as soon as the checkpoint is heard of and the channels that no barrier may overtake have delivered theirs; the others
/// go on to be recorded.
/// </summary>
/// <remarks>
/// Flink's rules: one checkpoint at a time, whose number only rises. A barrier of a higher number on a channel that has not delivered the
/// one under way aborts that: it will not come. Barriers of a lower one than was ever completed, aborted or begun are passed over. Where several
/// checkpoints are under way, a channel that lets what is behind its barrier go on stands still at the next barrier until the first checkpoint has
/// been taken. The abort of a higher number is none of the one under way.
/// </remarks>
/// <param name="mayBeOvertaken">By channel, whether a barrier may overtake what is under way on it.</param>
internal sealed class InputBarriers(IReadOnlyList<bool> mayBeOvertaken)
{
    private const int OverMax = 64;

    private readonly bool[] _arrived = new bool[mayBeOvertaken.Count];
    private readonly bool[] _ended = new bool[mayBeOvertaken.Count];
    private readonly Waiting?[] _waiting = new Waiting?[mayBeOvertaken.Count];
    private readonly SortedDictionary<long, Waiting> _asked = [];

    // Aborted ones of higher numbers than the one under way: as many as may be under way.
    private readonly SortedSet<long> _over = [];
    private long _latest = long.MinValue;
    private int _missing;
    private bool _blocks = true;
    private bool _isTaken;

    /// <param name="channels">How many channels there are, of which none may be overtaken.</param>
    public InputBarriers(int channels)
        : this(new bool[channels])
    {
    }

    /// <summary>Whether the checkpoint under way, or the last one, overtakes what is under way.</summary>
    public bool Overtakes { get; private set; }

    /// <summary>Whether nothing may be taken from the channel now.</summary>
    public bool IsBlocked(int channel) => (_blocks && !_isTaken && _arrived[channel]) || _waiting[channel] is not null;

    /// <summary>Whether a channel has delivered the barrier of a checkpoint, or one that came later.</summary>
    public bool HasArrived(int channel, long checkpoint) =>
        checkpoint < _latest || (checkpoint == _latest && (_missing == 0 || _arrived[channel])) || _over.Contains(checkpoint);

    /// <summary>Whether the subtask takes part, or has, in a checkpoint whose barriers have not all arrived.</summary>
    public bool IsTaken(long checkpoint) => checkpoint == _latest && _isTaken;

    /// <summary>A barrier arrived.</summary>
    /// <param name="channel">On which channel.</param>
    /// <param name="checkpoint">Its number.</param>
    /// <param name="blocks">False for one that lets its channel go on: what comes before the last barrier is in the checkpoint, and comes again after a restore.</param>
    /// <param name="overtakes">True where it overtakes what is under way on other channels.</param>
    public BarrierNews Barrier(int channel, long checkpoint, bool blocks = true, bool overtakes = false)
    {
        if (IsOver(checkpoint)) return default;
        if (IsBehind(checkpoint) && !_blocks && !overtakes && _arrived[channel])
        {
            _waiting[channel] = new Waiting(checkpoint, blocks);
            return default;
        }

        var aborted = Begin(checkpoint, blocks, overtakes);

        // A sender may repeat itself where somebody takes part who has ended.
        if (!_arrived[channel])
        {
            _arrived[channel] = true;
            _missing--;
        }

        return new BarrierNews(aborted, Take());
    }

    /// <summary>A barrier has overtaken what is under way on a channel, on which it has not arrived.</summary>
    public BarrierNews Announce(long checkpoint)
    {
        if (IsOver(checkpoint)) return default;
        var aborted = Begin(checkpoint, true, true);
        return new BarrierNews(aborted, Take());
    }

    /// <summary>
    /// A checkpoint is asked of the subtask itself, as those that send to it may have ended without a barrier, or as it overtakes from here on: it
    /// waits for the channels that have not ended and that it may not overtake, if there are any.
    /// </summary>
    public BarrierNews Enter(long checkpoint, bool blocks = true, bool overtakes = false)
    {
        if (IsOver(checkpoint) || (checkpoint == _latest && !overtakes)) return default;
        if (IsBehind(checkpoint) && !overtakes)
        {
            _asked.TryAdd(checkpoint, new Waiting(checkpoint, blocks));
            return default;
        }

        var aborted = Begin(checkpoint, blocks, overtakes);
        return new BarrierNews(aborted, Take());
    }

    /// <summary>The checkpoint that waits behind one that is over by now; null while another is under way, or when none waits.</summary>
    public BarrierNews? Next()
    {
        var first = long.MaxValue;
        foreach (var waiting in _waiting) first = Math.Min(first, waiting?.Checkpoint ?? long.MaxValue);
        if (_asked.Count > 0) first = Math.Min(first, _asked.Keys.First());
        // A barrier of the one under way may have waited for one before it, which was never to be complete.
        if (first == long.MaxValue || (_missing > 0 && !_isTaken && first > _latest)) return null;
        BarrierNews news = default;
        if (_asked.Remove(first, out var asked)) news = Enter(first, asked.Blocks);
        for (var channel = 0; channel < _waiting.Length; channel++)
        {
            if (_waiting[channel] is not { } waiting || waiting.Checkpoint != first) continue;
            _waiting[channel] = null;
            var one = Barrier(channel, first, waiting.Blocks);
            news = new BarrierNews(news.Aborted ?? one.Aborted, news.Complete ?? one.Complete);
        }

        return news;
    }

    /// <summary>A checkpoint was aborted by whoever leads it, and with it all lower ones but those that go on.</summary>
    /// <param name="checkpoint">Its number.</param>
    /// <param name="underWay">Those that go on; null for none.</param>
    public BarrierNews Abort(long checkpoint, IReadOnlyList<long>? underWay = null)
    {
        // Where a sender has told of it before, the news of lower ones may be new all the same.
        if (IsOver(checkpoint) && !_over.Contains(checkpoint)) return default;
        if (underWay is { Count: > 0 })
        {
            var ended = checkpoint > _latest && !underWay.Contains(_latest) ? Cancel() : null;
            return AbortOne(checkpoint) with { Superseded = ended };
        }

        var lower = checkpoint > _latest ? Cancel() : null;
        if (checkpoint == _latest) Cancel();
        _latest = checkpoint;
        return new BarrierNews(checkpoint, Superseded: lower);
    }

    /// <summary>A sender says that a checkpoint was aborted; of others it says nothing.</summary>
    public BarrierNews AbortOne(long checkpoint)
    {
        if (IsOver(checkpoint)) return default;
        if (checkpoint == _latest)
        {
            Cancel();
            return new BarrierNews(checkpoint);
        }

        _over.Add(checkpoint);
        if (_over.Count > OverMax) _over.Remove(_over.Min);
        _asked.Remove(checkpoint);
        for (var channel = 0; channel < _waiting.Length; channel++)
        {
            if (_waiting[channel]?.Checkpoint == checkpoint) _waiting[channel] = null;
        }

        return new BarrierNews(checkpoint);
    }

    /// <summary>A channel ended: it counts as aligned, now and for every later checkpoint.</summary>
    public BarrierNews Ended(int channel)
    {
        if (_ended[channel]) return default;
        _ended[channel] = true;
        if (_missing == 0 || _arrived[channel]) return default;
        _missing--;
        return new BarrierNews(null, Take());
    }

    private bool IsOver(long checkpoint) => checkpoint < _latest || (checkpoint == _latest && _missing == 0) || _over.Contains(checkpoint);

    // One that was taken needs nothing any more but the rest of its barriers.
    private bool IsBehind(long checkpoint) => checkpoint > _latest && _missing > 0 && !_isTaken;

    private long? Begin(long checkpoint, bool blocks, bool overtakes)
    {
        var aborted = checkpoint > _latest ? Cancel() : null;
        if (_missing > 0)
        {
            Overtakes |= overtakes;
            return aborted;
        }

        (_latest, _blocks, _isTaken, Overtakes) = (checkpoint, blocks, false, overtakes);
        _over.RemoveWhere(c => c <= checkpoint);
        _missing = _ended.Count(ended => !ended);
        return aborted;
    }

    private long? Take()
    {
        if (_missing > 0 && !(Overtakes && OnlyOvertakenMissing())) return null;
        var isFirst = !_isTaken;
        _isTaken = true;
        if (_missing == 0) Array.Clear(_arrived);
        return isFirst ? _latest : null;
    }

    private bool OnlyOvertakenMissing()
    {
        for (var channel = 0; channel < _arrived.Length; channel++)
        {
            if (!_arrived[channel] && !_ended[channel] && !mayBeOvertaken[channel]) return false;
        }

        return true;
    }

    // One in which the subtask has taken part may be complete: what becomes of it, whoever leads it says.
    private long? Cancel()
    {
        if (_missing == 0) return null;
        _missing = 0;
        Array.Clear(_arrived);
        return _isTaken ? null : _latest;
    }

    /// <summary>A barrier, not one that overtakes, that waits for the checkpoint under way to be over.</summary>
    private readonly record struct Waiting(long Checkpoint, bool Blocks);
}
