using FlowActors.Operators;

namespace FlowActors.Sinks;

/// <summary>
/// A sink that shows results in two steps (Flink's two-phase commit): its writers prepare them at each checkpoint's barrier, not yet
/// visible, and describe them by committables; its committers make them visible once the checkpoint is durable. Exactly once, if
/// commits are idempotent.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
/// <typeparam name="TCommittable">
/// What a committer needs to show something that was prepared, such as the names of a file; immutable. The job's serializers must
/// know it, else the job is refused when it is built.
/// </typeparam>
public abstract class CommittingSink<T, TCommittable> : Sink<T>
{
    /// <inheritdoc/>
    public abstract override CommittingSinkWriter<T, TCommittable> CreateWriter();

    /// <summary>A new committer for one subtask of one attempt; one that was given out before is refused.</summary>
    public abstract Committer<TCommittable> CreateCommitter();

    /// <inheritdoc/>
    internal override IReadOnlyList<Type> StateTypes => [typeof(TCommittable)];

    /// <inheritdoc/>
    internal sealed override SinkCommits CreateCommits(SinkWriter<T> writer, OperatorContext context) => new SinkCommits<TCommittable>(
        SubtaskObjects.Own(CreateCommitter(), context, $"CreateCommitter of {GetType().Name}", "make a new committer at each call"),
        ((CommittingSinkWriter<T, TCommittable>)writer).PrepareCommit,
        writer as ITakesBack<TCommittable>,
        ShowsResultsAtEndOnly,
        context);

    /// <inheritdoc/>
    internal override void DeclareState(OperatorContext context) => SinkCommits<TCommittable>.Register(context);
}

/// <summary>
/// A writer that prepares results for a committer. Besides the calls of <see cref="SinkWriter{T}"/>: <see cref="PrepareCommit"/> at
/// each barrier and when the input has ended, each time directly after <see cref="SinkWriter{T}.Flush"/> is done.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
/// <typeparam name="TCommittable">What describes something that was prepared.</typeparam>
public abstract class CommittingSinkWriter<T, TCommittable> : SinkWriter<T>
{
    /// <summary>
    /// Describes what was flushed since the last call and is to be shown. From here on it is the committer's: it is committed when the
    /// checkpoint, or a later one, is complete, and committed again by another subtask's committer after a restart. Empty when there
    /// is nothing.
    /// </summary>
    public abstract IReadOnlyCollection<TCommittable> PrepareCommit();
}
