namespace FlowActors.Operators;

/// <summary>
/// One numbered input of an operator: takes its records, one direct call for each. Called only on the thread that runs the
/// subtask. What the stream says about event time reaches the operator apart from its inputs, see <see cref="IEventTime"/>.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
public abstract class Input<T>
{
    /// <summary>
    /// Hands on one record. The caller must not change it afterwards, and the receiver must not change it at all: within a
    /// node records travel by reference.
    /// </summary>
    /// <param name="value">The record.</param>
    /// <param name="timestamp">Its event time in ms, or <see cref="Timestamps.None"/>.</param>
    public abstract void Collect(T value, long timestamp);
}
