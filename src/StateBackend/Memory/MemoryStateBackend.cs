using FlowActors.State.Memory.Tables;
using FlowActors.State.Scopes;

namespace FlowActors.State.Memory;

/// <summary>
/// Keeps state as objects in the process's memory (<c>memory</c>): the fastest backend, for state that fits. Nothing is
/// serialized to read or write a value. Immutable, thread-safe; opening a scope takes no time.
/// </summary>
public sealed class MemoryStateBackend : IStateBackend
{
    /// <inheritdoc/>
    public string Name => "memory";

    /// <summary>After how many steps who writes a frozen state looks at the clock.</summary>
    internal int FrozenSteps { get; init; } = StateScope.LookEvery;

    /// <inheritdoc/>
    public IStateScope Open(StateScopeSettings settings, CancellationToken cancelled) => new StateScope(settings, new MemoryTables(), FrozenSteps);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
