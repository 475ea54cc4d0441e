namespace FlowActors.Operators;

/// <summary>How far a part of a stream is, as somebody sees it who is on another thread.</summary>
/// <param name="Name">Its name, where it has one.</param>
/// <param name="Watermark">In ms; the lowest number while there is none.</param>
/// <param name="IsActive">False while it is idle.</param>
/// <param name="ChangedAt">When that changed last, as a time of <see cref="Environment.TickCount64"/>.</param>
internal readonly record struct EventTimeLook(string? Name, long Watermark, bool IsActive, long ChangedAt)
{
    public static EventTimeLook Of(string? name, EventTimePart part) => new(name, part.Watermark, part.IsActive, part.ChangedAt);
}
