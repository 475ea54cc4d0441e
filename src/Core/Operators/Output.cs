namespace FlowActors.Operators;

/// <summary>
/// Where an operator's results go: the next operator of the chain, or the writer that puts them into batches. One direct
/// call for each record; called only on the thread that runs the subtask.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
public abstract class Output<T>
{
    /// <summary>
    /// Hands on one record. The caller must not change it afterwards, and the receiver must not change it at all: within a
    /// node records travel by reference.
    /// </summary>
    /// <param name="value">The record.</param>
    /// <param name="timestamp">Its event time in ms, or <see cref="Timestamps.None"/>.</param>
    public abstract void Collect(T value, long timestamp);

    /// <summary>Hands on a watermark: no record at or below it follows.</summary>
    public abstract void Watermark(long timestamp);

    /// <summary>Says that the stream has become idle (it does not hold event time back) or active again.</summary>
    public abstract void Status(bool active);
}
