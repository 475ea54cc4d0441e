namespace FlowActors.Runtime.Exchange;

/// <summary>
/// The watermark of an input with many channels: the smallest of those that count. Flink's rule: per channel it never falls
/// back; an idle channel does not count; one that becomes active again counts only once it has caught up; when all are idle
/// the highest is emitted first, then idle.
/// </summary>
internal sealed class WatermarkCombiner
{
    private readonly Channel[] _channels;
    private long _output = long.MinValue;

    public WatermarkCombiner(int channels)
    {
        _channels = new Channel[channels];
        Array.Fill(_channels, new Channel(long.MinValue, true, true));
    }

    /// <summary>True while at least one channel is active.</summary>
    public bool IsActive { get; private set; } = true;

    /// <summary>A watermark arrived.</summary>
    /// <returns>The combined watermark if it has risen.</returns>
    public long? Watermark(int channel, long timestamp)
    {
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
        if (Array.Exists(_channels, c => c.IsActive)) return Advance();
        IsActive = false;
        var highest = _channels.Max(c => c.Watermark);
        return highest > _output ? _output = highest : null;
    }

    /// <summary>A channel became active.</summary>
    public void Active(int channel)
    {
        ref var at = ref _channels[channel];
        if (at.IsActive) return;
        at.IsActive = true;
        at.IsAligned = at.Watermark >= _output;
        IsActive = true;
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

    private record struct Channel(long Watermark, bool IsActive, bool IsAligned);
}
