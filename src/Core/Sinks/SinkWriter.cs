using FlowActors.Operators;

namespace FlowActors.Sinks;

/// <summary>
/// Writes one subtask's results. Calls come from one thread at a time: <see cref="Open"/>, then <see cref="Write"/> for each record;
/// <see cref="Flush"/> at each checkpoint's barrier and when the input has ended; <see cref="Close"/> in every case, once, even where
/// <see cref="Open"/> threw. An exception from any of them fails the job and names the operator.
/// </summary>
/// <remarks>
/// What <see cref="Flush"/> has brought to a durable place at a barrier survives a restart from that checkpoint; what is written
/// after it is written again. A writer of this plain kind therefore delivers at least once. Exactly once needs the two steps of a
/// <see cref="CommittingSink{T,TCommittable}"/>, or writes that may be repeated.
/// </remarks>
/// <typeparam name="T">The records.</typeparam>
public abstract class SinkWriter<T>
{
    /// <summary>Makes ready.</summary>
    public virtual void Open(ISinkContext context)
    {
    }

    /// <summary>
    /// Takes one record; it must not be changed or kept after the call unless it is immutable. It must not wait for long unless the
    /// sink was marked as blocking: a writer that has too much calls <see cref="ISinkContext.Suspend"/>, and gets no more records, but
    /// those that one call of user code before it still emits, until <see cref="Resume"/> is done.
    /// </summary>
    public abstract void Write(T value, long timestamp);

    /// <summary>
    /// Brings everything that was written to a durable place. One that cannot do so at once suspends itself and says by
    /// <see cref="Resume"/> when it is done: the barrier, or the end, waits for that.
    /// </summary>
    /// <param name="endOfInput">True when no record will follow; false at a checkpoint's barrier.</param>
    public virtual void Flush(bool endOfInput)
    {
    }

    /// <summary>
    /// Goes on after <see cref="ISinkContext.Suspend"/>; called when somebody has called <see cref="ISinkContext.Wake"/>, and at other times.
    /// </summary>
    /// <returns>Done when records may come again and nothing is left to flush; else <see cref="Progress.Waiting"/>.</returns>
    public virtual Progress Resume() => Progress.Done;

    /// <summary>
    /// Frees everything. On a thread that may block for a short time. What was prepared for a commit belongs to the committer and to
    /// the snapshots that name it.
    /// </summary>
    public virtual void Close()
    {
    }
}
