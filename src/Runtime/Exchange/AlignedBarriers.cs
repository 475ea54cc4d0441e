namespace FlowActors.Runtime.Exchange;

/// <summary>What has become of checkpoints: of one that was under way, and of the one that it is about.</summary>
/// <param name="Aborted">The number of a checkpoint that waits for nothing any more; null when there is none.</param>
/// <param name="Complete">The number of a checkpoint whose barrier has arrived on all channels; null when there is none.</param>
/// <param name="Superseded">The number of a lower checkpoint that was under way when a higher one was aborted; null when there is none.</param>
internal readonly record struct BarrierNews(long? Aborted = null, long? Complete = null, long? Superseded = null);

/// <summary>
/// The aligned strategy for barriers, over all channels of all inputs of a subtask: a channel that has delivered its barrier stands
/// still until all others have, or have ended, so that a checkpoint needs nothing of what is under way.
/// </summary>
/// <remarks>
/// Flink's rules: one checkpoint at a time, whose number only rises. A barrier of a higher number aborts the one under way, and
/// barriers of a lower one than was ever completed, aborted or begun are passed over.
/// </remarks>
internal sealed class AlignedBarriers(int channels)
{
    private readonly bool[] _arrived = new bool[channels];
    private readonly bool[] _ended = new bool[channels];
    private long _latest = long.MinValue;
    private int _missing;
    private bool _blocks = true;

    /// <summary>Whether nothing may be taken from the channel now.</summary>
    public bool IsBlocked(int channel) => _blocks && _arrived[channel];

    /// <summary>Whether a channel has delivered the barrier of a checkpoint, or one that came later.</summary>
    public bool HasArrived(int channel, long checkpoint) =>
        checkpoint < _latest || (checkpoint == _latest && (_missing == 0 || _arrived[channel]));

    /// <summary>A barrier arrived.</summary>
    /// <param name="channel">On which channel.</param>
    /// <param name="checkpoint">Its number.</param>
    /// <param name="blocks">False for one that lets its channel go on: what comes before the last barrier is in the checkpoint, and comes again after a restore.</param>
    public BarrierNews Barrier(int channel, long checkpoint, bool blocks = true)
    {
        if (checkpoint < _latest || (checkpoint == _latest && _missing == 0)) return default;
        var aborted = Begin(checkpoint, blocks);

        // A sender may repeat itself where somebody takes part who has ended.
        if (_arrived[channel]) return new BarrierNews(aborted);
        _arrived[channel] = true;
        return new BarrierNews(aborted, Arrived());
    }

    /// <summary>
    /// A checkpoint is asked of the subtask itself, as those that send to it may have ended without a barrier: it waits for the channels that
    /// have not ended, if there are any.
    /// </summary>
    public BarrierNews Enter(long checkpoint, bool blocks = true)
    {
        if (checkpoint <= _latest) return default;
        var aborted = Begin(checkpoint, blocks);
        return _missing > 0 ? new BarrierNews(aborted) : new BarrierNews(aborted, checkpoint);
    }

    /// <summary>A checkpoint was aborted, by whoever leads it or by a sender.</summary>
    public BarrierNews Abort(long checkpoint)
    {
        if (checkpoint < _latest || (checkpoint == _latest && _missing == 0)) return default;
        var lower = checkpoint > _latest ? Cancel() : null;
        if (checkpoint == _latest) Cancel();
        _latest = checkpoint;
        return new BarrierNews(checkpoint, Superseded: lower);
    }

    /// <summary>A channel ended: it counts as aligned, now and for every later checkpoint.</summary>
    public BarrierNews Ended(int channel)
    {
        if (_ended[channel]) return default;
        _ended[channel] = true;
        return _missing == 0 || _arrived[channel] ? default : new BarrierNews(null, Arrived());
    }

    private long? Begin(long checkpoint, bool blocks)
    {
        var aborted = checkpoint > _latest ? Cancel() : null;
        if (_missing > 0) return aborted;
        (_latest, _blocks) = (checkpoint, blocks);
        _missing = _ended.Count(ended => !ended);
        return aborted;
    }

    private long? Arrived()
    {
        if (--_missing > 0) return null;
        Array.Clear(_arrived);
        return _latest;
    }

    private long? Cancel()
    {
        if (_missing == 0) return null;
        _missing = 0;
        Array.Clear(_arrived);
        return _latest;
    }
}
