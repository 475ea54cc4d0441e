namespace FlowActors.Runtime.Exchange;

/// <summary>How far event time is on a channel.</summary>
/// <param name="Watermark">Its highest watermark, in ms.</param>
/// <param name="IsActive">False while it is idle.</param>
internal readonly record struct ChannelTime(long Watermark, bool IsActive);
