namespace FlowActors.Operators;

/// <summary>Takes what a stream says about event time. Used on the subtask's thread.</summary>
public interface IEventTime
{
    /// <summary>A watermark: no record at or below it follows.</summary>
    /// <param name="timestamp">In ms; <see cref="Timestamps.MaxWatermark"/> ends event time.</param>
    void Watermark(long timestamp);

    /// <summary>Says that the stream has become idle (it does not hold event time back) or active again.</summary>
    void Status(bool active);
}
