namespace FlowActors.Runtime.Exchange;

/// <summary>
/// Aligns the barriers of an input with many channels: a channel that has delivered its barrier stands still until all
/// others have, or have ended.
/// </summary>
internal sealed class BarrierAlignment(int channels)
{
    private readonly bool[] _blocked = new bool[channels];
    private readonly bool[] _ended = new bool[channels];
    private int _waitingFor;
    private long _checkpoint;

    /// <summary>True while some channel stands still.</summary>
    public bool IsAligning => _waitingFor > 0;

    /// <summary>Whether nothing may be taken from the channel now.</summary>
    public bool IsBlocked(int channel) => _blocked[channel];

    /// <summary>A barrier arrived.</summary>
    /// <returns>The number of the checkpoint if this was the last barrier it waited for.</returns>
    /// <exception cref="InvalidOperationException">A barrier of another checkpoint is being aligned.</exception>
    public long? Barrier(int channel, long checkpoint)
    {
        if (_waitingFor == 0)
        {
            _checkpoint = checkpoint;
            _waitingFor = _ended.Count(ended => !ended);
        }
        else if (checkpoint != _checkpoint)
        {
            throw new InvalidOperationException(
                $"Channel {channel} delivered the barrier of checkpoint {checkpoint} while checkpoint {_checkpoint} is being aligned.");
        }

        _blocked[channel] = true;
        return Arrived();
    }

    /// <summary>A channel ended: it counts as aligned, now and for every later checkpoint.</summary>
    /// <returns>The number of the checkpoint if this was the last channel it waited for.</returns>
    public long? Ended(int channel)
    {
        _ended[channel] = true;
        return _waitingFor == 0 ? null : Arrived();
    }

    private long? Arrived()
    {
        if (--_waitingFor > 0) return null;
        Array.Clear(_blocked);
        return _checkpoint;
    }
}
