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
}

/// <summary>A writer with state that prepares results for a committer: <see cref="Snapshot"/> follows <see cref="CommittingSinkWriter{T,TCommittable}.PrepareCommit"/>.</summary>
/// <typeparam name="T">The records.</typeparam>
/// <typeparam name="TState">One element of the state.</typeparam>
/// <typeparam name="TCommittable">What describes something that was prepared.</typeparam>
public abstract class StatefulCommittingSinkWriter<T, TState, TCommittable> : CommittingSinkWriter<T, TCommittable>, IStatefulWriter<TState>
{
    /// <summary>As <see cref="StatefulSinkWriter{T,TState}.Restore"/>.</summary>
    public abstract void Restore(IReadOnlyList<TState> state);

    /// <summary>As <see cref="StatefulSinkWriter{T,TState}.Snapshot"/>.</summary>
    /// <param name="checkpointId">The number of the checkpoint.</param>
    public abstract IEnumerable<TState> Snapshot(long checkpointId);
}
