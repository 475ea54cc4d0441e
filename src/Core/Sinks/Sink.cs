using FlowActors.Operators;

namespace FlowActors.Sinks;

/// <summary>
/// Describes where results go. Immutable; every subtask makes its own writer. A sink whose writer must remember something over a
/// restart is a <see cref="StatefulSink{T,TState}"/>, one that shows its results in two steps a <see cref="CommittingSink{T,TCommittable}"/>,
/// one that does both a <see cref="StatefulCommittingSink{T,TState,TCommittable}"/>.
/// </summary>
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
    /// True when results are seen only once the job has ended well: what is prepared at the end of the input is then committed
    /// when all subtasks of the job have ended, not with the next checkpoint. A job that never ends shows none, and its submission
    /// warns of it. False by default, for sinks that show records as they come.
    /// </summary>
    public virtual bool ShowsResultsAtEndOnly => false;

    /// <summary>A new writer for one subtask of one attempt; one that was given out before is refused.</summary>
    public abstract SinkWriter<T> CreateWriter();

    /// <summary>What the sink keeps in a snapshot: its types are asked for when the job is built.</summary>
    internal virtual IReadOnlyList<Type> StateTypes => [];

    /// <summary>Functions of the user's that the sink holds.</summary>
    internal virtual IReadOnlyList<object> UserCode => [];

    /// <summary>Registers what <see cref="CreateState"/> and <see cref="CreateCommits"/> register, without a writer.</summary>
    internal virtual void DeclareState(OperatorContext context)
    {
    }

    /// <summary>What brings the writer's state into snapshots and back; null when it has none.</summary>
    internal virtual WriterState? CreateState(SinkWriter<T> writer, OperatorContext context) => null;

    /// <summary>What commits; null when the sink does not.</summary>
    internal virtual SinkCommits? CreateCommits(SinkWriter<T> writer, OperatorContext context) => null;
}
