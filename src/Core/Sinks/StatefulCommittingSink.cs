using FlowActors.Operators;

namespace FlowActors.Sinks;

/// <summary>A <see cref="CommittingSink{T,TCommittable}"/> whose writers have state, such as a file that is written over several checkpoints.</summary>
/// <typeparam name="T">The records.</typeparam>
/// <typeparam name="TState">One element of a writer's state, as for <see cref="StatefulSink{T,TState}"/>.</typeparam>
/// <typeparam name="TCommittable">What a committer needs, as for <see cref="CommittingSink{T,TCommittable}"/>.</typeparam>
public abstract class StatefulCommittingSink<T, TState, TCommittable> : CommittingSink<T, TCommittable>
{
    /// <inheritdoc/>
    public abstract override StatefulCommittingSinkWriter<T, TState, TCommittable> CreateWriter();

    /// <inheritdoc/>
    internal sealed override IReadOnlyList<Type> StateTypes => [typeof(TState), typeof(TCommittable)];

    /// <inheritdoc/>
    internal sealed override WriterState CreateState(SinkWriter<T> writer, OperatorContext context) =>
        new WriterState<TState>((IStatefulWriter<TState>)writer, context);

    /// <inheritdoc/>
    internal sealed override void DeclareState(OperatorContext context)
    {
        WriterState<TState>.Register(context);
        base.DeclareState(context);
    }
}

/// <summary>A writer with state that prepares results for a committer: <see cref="Snapshot"/> follows <see cref="CommittingSinkWriter{T,TCommittable}.PrepareCommit"/>.</summary>
/// <typeparam name="T">The records.</typeparam>
/// <typeparam name="TState">One element of the state.</typeparam>
/// <typeparam name="TCommittable">What describes something that was prepared.</typeparam>
public abstract class StatefulCommittingSinkWriter<T, TState, TCommittable> : CommittingSinkWriter<T, TCommittable>, IStatefulWriter<TState>, ITakesBack<TCommittable>
{
    /// <summary>As <see cref="StatefulSinkWriter{T,TState}.Restore"/>.</summary>
    public abstract void Restore(IReadOnlyList<TState> state);

    /// <summary>As <see cref="StatefulSinkWriter{T,TState}.Snapshot"/>.</summary>
    /// <param name="checkpointId">The number of the checkpoint.</param>
    public abstract IEnumerable<TState> Snapshot(long checkpointId);

    /// <summary>
    /// Takes back what was prepared when the input ended and not committed yet, of a sink that shows results at the end only
    /// (<see cref="Sink{T}.ShowsResultsAtEndOnly"/>): the restored subtask comes to the end once more, perhaps at another parallelism, and
    /// prepares it anew with what else it has by then. Needed where a committable names the subtask, as the name of a part does. Called for
    /// each of them behind <see cref="Restore"/>, before <see cref="SinkWriter{T}.Open"/>.
    /// </summary>
    /// <returns>False, the default, to have it committed as it is when the job ends.</returns>
    public virtual bool TryTakeBack(TCommittable committable) => false;
}
