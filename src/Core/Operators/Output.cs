namespace FlowActors.Operators;

/// <summary>
/// Where an operator's results go: the next operator of the chain, which has one input, or the writer that puts them into
/// batches. Records and event time come through the same object, in order.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
public abstract class Output<T> : Input<T>, IEventTime
{
    /// <inheritdoc/>
    public abstract void Watermark(long timestamp);

    /// <inheritdoc/>
    public abstract void Status(bool active);
}
