namespace FlowActors.Runtime.Exchange;

/// <summary>
/// The watermark of a subtask, from all channels of all its inputs: the smallest of those that count. Flink's rule: per channel
/// it never falls back; an idle channel does not count; one that becomes active again counts only once it has caught up; when all
/// are idle the highest is emitted first, then idle. A channel that has ended, or said that event time has, takes no part any
/// more: while idle ones live, that is as if all were idle, and event time ends when it has for all.
/// </summary>
internal sealed class WatermarkCombiner
{
    private readonly Channel[] _channels;
    private long _output = long.MinValue;

    public WatermarkCombiner(int channels)
    {
        _channels = new Channel[channels];
        Array.Fill(_channels, new Channel(long.MinValue, true, true, false));
    }

    /// <summary>True while at least one channel is active.</summary>
    public bool IsActive { get; private set; } = true;

    /// <summary>A watermark arrived.</summary>
    /// <returns>The combined watermark if it has risen.</returns>
    public long? Watermark(int channel, long timestamp)
    {
        if (timestamp == Timestamps.MaxWatermark) return End(channel);
        ref var at = ref _channels[channel];
        if (!at.IsActive || timestamp <= at.Watermark) return null;
        at.Watermark = timestamp;
        if (timestamp >= _output) at.IsAligned = true;
        return Advance();
    }

    /// <summary>A channel went idle.</summary>
    /// <returns>The combined watermark if it has risen; <see cref="IsActive"/> tells whether the input is idle now.</returns>
    public long? Idle(int channel)
    {
        ref var at = ref _channels[channel];
        if (!at.IsActive) return null;
        at.IsActive = false;
        at.IsAligned = false;
        return Array.Exists(_channels, c => c.IsActive) ? Advance() : Rest();
    }

    /// <summary>A channel, or event time on it, has ended.</summary>
    /// <returns>The combined watermark if it has risen; <see cref="IsActive"/> tells whether the input is idle now.</returns>
    public long? End(int channel)
    {
        ref var at = ref _channels[channel];
        if (at.HasEnded) return null;
        at.HasEnded = true;
        at.IsActive = false;
        at.IsAligned = false;
        if (Array.Exists(_channels, c => c.IsActive)) return Advance();
        if (Array.Exists(_channels, c => !c.HasEnded)) return Rest();
        IsActive = true;
        return _output = Timestamps.MaxWatermark;
    }

    /// <summary>A channel became active.</summary>
    public void Active(int channel)
    {
        ref var at = ref _channels[channel];
        if (at.IsActive || at.HasEnded) return;
        at.IsActive = true;
        at.IsAligned = at.Watermark >= _output;
        IsActive = true;
    }

    private long? Rest()
    {
        IsActive = false;
        var highest = _channels.Max(c => c.Watermark);
        return highest > _output ? _output = highest : null;
    }

    private long? Advance()
    {
        var smallest = long.MaxValue;
        var counts = false;
        foreach (var channel in _channels)
        {
            if (!channel.IsAligned) continue;
            counts = true;
            smallest = Math.Min(smallest, channel.Watermark);
        }

        return counts && smallest > _output ? _output = smallest : null;
    }

    private record struct Channel(long Watermark, bool IsActive, bool IsAligned, bool HasEnded);
}
