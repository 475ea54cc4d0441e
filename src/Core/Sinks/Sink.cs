using FlowActors.Functions;

namespace FlowActors.Sinks;

/// <summary>Describes where results go. Immutable; every subtask makes its own writer.</summary>
/// <typeparam name="T">The records.</typeparam>
public abstract class Sink<T>
{
    /// <summary>
    /// Checks at the edge, when the job is submitted and before anything runs: throws for a target that cannot be written.
    /// </summary>
    /// <exception cref="JobValidationException">The target cannot be written; the message says where and what to do.</exception>
    public virtual void Validate(int parallelism)
    {
    }

    /// <summary>
    /// The names of what the sink writes and no other sink of the same job may write, such as the full paths of its files: a
    /// job of which two sinks name the same is refused when it is submitted. Names are compared letter by letter; one that ends
    /// in the system's directory separator stands for everything below it too. None by default, for sinks that do not get in
    /// each other's way.
    /// </summary>
    /// <param name="parallelism">The sink's number of subtasks.</param>
    public virtual IEnumerable<string> ExclusiveTargets(int parallelism) => [];

    /// <summary>
    /// True when results are seen only once the job has ended well, with <see cref="SinkWriter{T}.Commit"/>: a job that never
    /// ends then shows none, and its submission warns of it. False by default, for sinks that show each record as it comes.
    /// </summary>
    public virtual bool ShowsResultsAtEndOnly => false;

    /// <summary>A new writer for one subtask of one attempt; one that was given out before is refused.</summary>
    public abstract SinkWriter<T> CreateWriter();
}

/// <summary>
/// Writes one subtask's results. Calls: <see cref="Open"/>, <see cref="Write"/> for each record, <see cref="Flush"/> when the
/// input has ended, <see cref="Commit"/> when all subtasks of the job have flushed, <see cref="Close"/> in every case. What
/// was written becomes visible under its final name with <see cref="Commit"/> only; a writer that is closed without it
/// leaves nothing behind.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
public abstract class SinkWriter<T>
{
    /// <summary>Makes ready.</summary>
    public virtual void Open(IRuntimeContext context)
    {
    }

    /// <summary>Takes one record; it must not be changed or kept after the call unless it is immutable.</summary>
    public abstract void Write(T value, long timestamp);

    /// <summary>Brings everything to a durable place, not yet visible.</summary>
    public virtual void Flush()
    {
    }

    /// <summary>
    /// Makes everything visible. Called once, after all input of the job has ended. A node that is lost meanwhile fails the attempt:
    /// the writers of the next one commit over what is visible already, and replace it.
    /// </summary>
    public virtual void Commit()
    {
    }

    /// <summary>Frees everything; without a commit before, also what was written.</summary>
    public virtual void Close()
    {
    }
}
