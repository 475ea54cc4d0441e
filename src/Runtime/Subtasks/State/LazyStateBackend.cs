using FlowActors.State;
using FlowActors.State.Snapshots.Stored;

namespace FlowActors.Runtime.Subtasks.State;

/// <summary>A backend that is made when the first state is opened. Thread-safe.</summary>
internal sealed class LazyStateBackend(string name, Func<IStateBackend> create) : IStateBackend, IStoredDatabases
{
    private readonly Lock _gate = new();
    private IStateBackend? _made;
    private bool _isDisposed;

    public string Name => name;

    public IStateScope Open(StateScopeSettings settings, CancellationToken cancelled) => Made().Open(settings, cancelled);

    public IStoredStates Open(StoredDatabase database, string name) => Made() is IStoredDatabases databases
        ? databases.Open(database, name)
        : throw new NotSupportedException($"The state backend '{Name}' does not read databases.");

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            _made?.Dispose();
        }
    }

    // Others that open state meanwhile wait: there is one of it. One that cannot be made leaves nothing, for the next who opens to try.
    private IStateBackend Made()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _made ??= create();
        }
    }
}
