namespace FlowActors.Operators;

/// <summary>How far a part of a stream is, such as a split or a channel; changed by the <see cref="EventTimeCombiner"/> that it belongs to.</summary>
internal sealed class EventTimePart
{
    /// <summary>In ms.</summary>
    public long Watermark { get; set; } = long.MinValue;

    /// <summary>False while it is idle.</summary>
    public bool IsActive { get; set; } = true;

    /// <summary>When it rose last, went idle or became active again: a time of <see cref="Environment.TickCount64"/>; before that, when it was made.</summary>
    public long ChangedAt { get; set; } = Environment.TickCount64;

    /// <summary>True while it counts: one that was idle does so only once it has caught up.</summary>
    public bool IsAligned { get; set; } = true;
}
