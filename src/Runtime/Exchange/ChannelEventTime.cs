using FlowActors.Operators;

namespace FlowActors.Runtime.Exchange;

/// <summary>
/// The event time of a subtask out of that of all channels of all its inputs, by the rule of <see cref="EventTimeCombiner"/>. What is special
/// about channels: they are all there from the start, one that is idle says nothing that counts, the highest watermark is the end of event time,
/// and that of the subtask ends when it has for all.
/// </summary>
internal sealed class ChannelEventTime
{
    private readonly EventTimeCombiner _all;
    private readonly EventTimePart[] _channels;
    private readonly bool[] _ended;
    private int _open;

    /// <param name="channels">How many there are.</param>
    /// <param name="output">Hears at once of what changes.</param>
    public ChannelEventTime(int channels, IEventTime output)
    {
        _all = new EventTimeCombiner(output);
        _channels = [.. Enumerable.Range(0, channels).Select(_ => new EventTimePart())];
        _ended = new bool[channels];
        _open = channels;
        foreach (var channel in _channels) _all.Add(channel);
    }

    /// <summary>How many watermarks went back, and were ignored. Written on the subtask's thread, readable by any.</summary>
    public long LateWatermarks { get; private set; }

    /// <summary>How far each channel is; one that has ended holds nobody back.</summary>
    public IReadOnlyList<ChannelTime> Times => [.. _channels.Select((c, i) => _ended[i] ? new ChannelTime(Timestamps.MaxWatermark, true) : new ChannelTime(c.Watermark, c.IsActive))];

    /// <summary>How far the subtask is: its watermark, and whether it counts. From any thread.</summary>
    public ChannelTime Whole => new(_all.Watermark, _all.IsActive);

    /// <summary>How far each channel is; null for one that has ended. From any thread.</summary>
    public IReadOnlyList<EventTimeLook?> Look() => [.. _channels.Select((c, i) => _ended[i] ? default(EventTimeLook?) : EventTimeLook.Of(null, c))];

    /// <summary>
    /// Every channel has been so far before, and the whole with them. Nothing is said before something changes. One that had ended says so again: until
    /// then its end is not the end of event time for the others.
    /// </summary>
    public void Restore(IReadOnlyList<ChannelTime> times)
    {
        for (var i = 0; i < _channels.Length; i++)
        {
            if (times[i].Watermark != Timestamps.MaxWatermark) _all.Rise(_channels[i], times[i].Watermark);
            _all.SetActive(_channels[i], times[i].IsActive);
        }
    }

    /// <summary>A watermark arrived.</summary>
    public void Watermark(int channel, long timestamp)
    {
        if (timestamp == Timestamps.MaxWatermark)
        {
            End(channel);
            return;
        }

        if (_ended[channel]) return;
        var part = _channels[channel];
        if (timestamp < part.Watermark)
        {
            LateWatermarks++;
            return;
        }

        if (!part.IsActive) return;
        _all.Rise(part, timestamp);
        _all.Flush();
    }

    /// <summary>A channel went idle, or became active.</summary>
    public void Status(int channel, bool active)
    {
        if (_ended[channel]) return;
        _all.SetActive(_channels[channel], active);
        _all.Flush();
    }

    /// <summary>A channel, or event time on it, has ended.</summary>
    public void End(int channel)
    {
        if (_ended[channel]) return;
        _ended[channel] = true;
        // What is idle is active again before its event time ends.
        if (--_open == 0) _all.SetActive(_channels[channel], true);
        _all.End(_channels[channel]);
        if (_open == 0) _all.EndAll();
        else _all.Flush();
    }
}
