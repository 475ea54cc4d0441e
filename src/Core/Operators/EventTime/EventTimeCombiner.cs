namespace FlowActors.Operators;

/// <summary>
/// The event time of a stream out of that of its parts, which come and go, such as the splits of a source and the channels of a gate: the
/// smallest watermark of those that count. Flink's rule: the result never falls back; an idle part does not count; one that becomes active again
/// counts only once it has caught up; when all are idle the highest is said first, then idleness. One that has ended takes no part any more: while
/// idle ones live, that is as if all were idle. When none is left the stream stays where it is. Used on the subtask's thread.
/// </summary>
/// <remarks>
/// What changes is said by <see cref="Flush"/>, so that whoever must wait for room can. A watermark looks at all parts only when it
/// was its part that held the others back.
/// </remarks>
/// <param name="output">Hears of the whole stream.</param>
/// <param name="isActive">False for a stream that is idle until a part is not.</param>
internal sealed class EventTimeCombiner(IEventTime output, bool isActive = true)
{
    private readonly List<EventTimePart> _parts = [];
    private bool _isActive = isActive;
    private bool _isStale;
    private long _highest = long.MinValue;
    private long _said = long.MinValue;
    private bool _saidActive = true;

    /// <summary>The watermark of the whole, in ms.</summary>
    public long Watermark { get; private set; } = long.MinValue;

    /// <summary>False while the whole is idle; readable by any thread, as is the watermark.</summary>
    public bool IsActive => _isActive;

    /// <summary>The whole has been as far before; said with the next <see cref="Flush"/>.</summary>
    public void Restore(long watermark)
    {
        Watermark = Math.Max(Watermark, watermark);
        _highest = Math.Max(_highest, watermark);
    }

    /// <summary>A part takes part from here on: the whole stays where it is until it has come as far.</summary>
    public void Add(EventTimePart part)
    {
        _parts.Add(part);
        part.IsAligned = part.IsActive;
        _isActive |= part.IsActive;
        _highest = Math.Max(_highest, part.Watermark);
        _isStale = true;
    }

    /// <summary>A part has come so far; one that goes back stays where it is.</summary>
    public void Rise(EventTimePart part, long watermark)
    {
        var before = part.Watermark;
        if (watermark <= before) return;
        part.Watermark = watermark;
        part.ChangedAt = Environment.TickCount64;
        // What an idle part says counts from when it is active.
        if (!part.IsActive) return;
        _highest = Math.Max(_highest, watermark);
        if (watermark >= Watermark) part.IsAligned = true;
        if (before <= Watermark) Advance();
    }

    /// <summary>A part is idle, or active again.</summary>
    public void SetActive(EventTimePart part, bool isActive)
    {
        if (part.IsActive == isActive) return;
        part.IsActive = isActive;
        part.ChangedAt = Environment.TickCount64;
        part.IsAligned = isActive && part.Watermark >= Watermark;
        if (!isActive)
        {
            Settle();
            return;
        }

        _isActive = _isStale = true;
        _highest = Math.Max(_highest, part.Watermark);
    }

    /// <summary>A part has ended.</summary>
    public void End(EventTimePart part)
    {
        if (_parts.Remove(part) && _parts.Count > 0) Settle();
    }

    /// <summary>There have been no parts for so long that the stream is idle.</summary>
    public void RestEmpty() => _isActive &= _parts.Count > 0;

    /// <summary>Says what has changed.</summary>
    public void Flush()
    {
        if (_isStale && _parts.Count > 0) Settle();
        SayRise();
        if (!_isActive && _saidActive) output.Status(_saidActive = false);
    }

    /// <summary>The stream has ended: its event time too.</summary>
    public void EndAll()
    {
        Watermark = Timestamps.MaxWatermark;
        _isStale = false;
        SayRise();
    }

    private void SayRise()
    {
        if (_isActive && !_saidActive) output.Status(_saidActive = true);
        if (Watermark > _said) output.Watermark(_said = Watermark);
    }

    private void Settle()
    {
        foreach (var part in _parts)
        {
            if (!part.IsActive) continue;
            Advance();
            return;
        }

        _isActive = _isStale = false;
        Watermark = Math.Max(Watermark, _highest);
    }

    private void Advance()
    {
        _isStale = false;
        var smallest = long.MaxValue;
        var counts = false;
        foreach (var part in _parts)
        {
            if (!part.IsAligned) continue;
            counts = true;
            smallest = Math.Min(smallest, part.Watermark);
        }

        if (counts) Watermark = Math.Max(Watermark, smallest);
    }
}
