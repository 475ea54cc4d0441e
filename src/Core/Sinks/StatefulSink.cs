using FlowActors.Operators;

namespace FlowActors.Sinks;

/// <summary>A sink whose writers have state that is part of each snapshot.</summary>
/// <typeparam name="T">The records.</typeparam>
/// <typeparam name="TState">
/// One element of a writer's state. The job's serializers must know it, else the job is refused when it is built. When the parallelism
/// changes, the elements of all subtasks are split evenly, in order.
/// </typeparam>
public abstract class StatefulSink<T, TState> : Sink<T>
{
    /// <inheritdoc/>
    public abstract override StatefulSinkWriter<T, TState> CreateWriter();

    /// <inheritdoc/>
    internal sealed override IReadOnlyList<Type> StateTypes => [typeof(TState)];

    /// <inheritdoc/>
    internal sealed override WriterState CreateState(SinkWriter<T> writer, OperatorContext context) =>
        new WriterState<TState>((IStatefulWriter<TState>)writer, context);

    /// <inheritdoc/>
    internal sealed override void DeclareState(OperatorContext context) => WriterState<TState>.Register(context);
}

/// <summary>
/// A writer with state. Besides the calls of <see cref="SinkWriter{T}"/>: <see cref="Restore"/> before <see cref="SinkWriter{T}.Open"/>,
/// and <see cref="Snapshot"/> at each barrier, directly after <see cref="SinkWriter{T}.Flush"/> is done.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
/// <typeparam name="TState">One element of the state.</typeparam>
public abstract class StatefulSinkWriter<T, TState> : SinkWriter<T>, IStatefulWriter<TState>
{
    /// <summary>Takes back what <see cref="Snapshot"/> gave; not called when there is nothing to take back.</summary>
    public abstract void Restore(IReadOnlyList<TState> state);

    /// <summary>
    /// The state as it is now. The elements must not change afterwards: they are serialized later, perhaps on another thread.
    /// </summary>
    /// <param name="checkpointId">The number of the checkpoint.</param>
    public abstract IEnumerable<TState> Snapshot(long checkpointId);
}
