using FlowActors.State.Memory.Keyed;
using FlowActors.State.Memory.Operator;

namespace FlowActors.State.Memory;

/// <summary>
/// Keeps state as objects in the process's memory (<c>memory</c>): the fastest backend, for state that fits. Nothing is
/// serialized to read or write a value. Immutable, thread-safe; what it makes belongs to one subtask's thread.
/// </summary>
public sealed class MemoryStateBackend : IStateBackend
{
    /// <inheritdoc/>
    public string Name => "memory";

    /// <inheritdoc/>
    public IKeyedStateBackend<TKey> CreateKeyed<TKey>(KeyedStateSettings settings) => new MemoryKeyedStateBackend<TKey>(settings);

    /// <inheritdoc/>
    public IOperatorStateStore CreateOperatorState(OperatorStateSettings settings) =>
        new MemoryOperatorStateStore(settings.OperatorName, settings.Serializers);
}
