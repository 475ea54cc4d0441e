using FlowActors.State;
using FlowActors.State.Keyed;
using FlowActors.State.Snapshots.Stored;
using FlowActors.State.Tables;
using FlowActors.State.Telemetry.Latency;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Subtasks.State;

/// <summary>
/// The state backends of one node: each is made when the first state is opened with it, and disposed when the node has ended and nobody uses
/// it any more. Each is there once, so that what all its scopes share (folders, a budget) has one owner. Thread-safe.
/// </summary>
/// <remarks>
/// A node does not wait for an operator whose Close never returns, nor for a state that is still being opened: what their threads work on
/// must outlive it.
/// </remarks>
internal sealed class StateBackends(StateSettings settings, IReadOnlyList<IStateBackend> backends) : IDisposable
{
    /// <summary>The names that a job or the configuration may choose from.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. StateBackendKind.All.Select(kind => kind.Name)];

    /// <summary>How accesses to keyed state are measured, with whatever backend; null: not at all.</summary>
    public LatencyTracking? Latencies => settings.Latencies;

    /// <summary>Whether queries may read all keyed state of all jobs, whatever their descriptors say.</summary>
    public bool IsAllQueryable => settings.IsAllQueryable;

    private readonly Lock _gate = new();
    private int _uses = 1;
    private bool _isDisposed;

    /// <summary>Those of a node with these settings; nothing of them is made yet.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="loggers">Where they tell what is unusual.</param>
    /// <param name="kinds">Which there are; null for all.</param>
    public static StateBackends Create(StateSettings settings, ILoggerFactory loggers, IReadOnlyList<StateBackendKind>? kinds = null) => new(
        settings,
        [
            .. (kinds ?? StateBackendKind.All).Select(kind => new LazyStateBackend(
                kind.Name, () => kind.Create(settings, new StateLog(loggers.CreateLogger("FlowActors.State"), kind.Name)))),
        ]);

    /// <summary>The backend of a job.</summary>
    /// <param name="name">What the job chose; null for what the node is configured with.</param>
    /// <exception cref="InvalidOperationException">The node has no such backend: another build took the job.</exception>
    public IStateBackend Of(string? name)
    {
        var wanted = name ?? settings.Backend;
        return backends.FirstOrDefault(b => b.Name == wanted) ?? throw new InvalidOperationException(
            $"This node has no state backend '{wanted}'; it has: {string.Join(", ", backends.Select(b => b.Name))}.");
    }

    /// <summary>Opens a database of a checkpoint to be read; its backend stays until it is disposed. Blocks.</summary>
    /// <param name="backend">The name of the backend that wrote it.</param>
    /// <param name="database">The database.</param>
    /// <exception cref="NotSupportedException">The backend reads no databases.</exception>
    /// <exception cref="IOException">A file cannot be read, or the disk refuses.</exception>
    /// <exception cref="OperationCanceledException">The node has ended.</exception>
    public IStoredStates OpenStored(string backend, StoredDatabase database)
    {
        var use = Use();
        try
        {
            var databases = Of(backend) as IStoredDatabases ?? throw new NotSupportedException($"The state backend '{backend}' does not read databases.");
            return new StoredInUse(databases.Open(database, "checkpoint"), use);
        }
        catch
        {
            use.Dispose();
            throw;
        }
    }

    /// <summary>Says that somebody is about to use a backend; disposed when that is over, once.</summary>
    /// <exception cref="OperationCanceledException">The node has ended.</exception>
    public IDisposable Use()
    {
        lock (_gate)
        {
            if (_isDisposed) throw new OperationCanceledException("The node has ended.");
            _uses++;
            return new InUse(this);
        }
    }

    /// <summary>The node has ended; again does nothing.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
        }

        Release();
    }

    private void Release()
    {
        lock (_gate)
        {
            if (--_uses > 0) return;
        }

        List<Exception> failures = [];
        foreach (var backend in backends)
        {
            try
            {
                backend.Dispose();
            }
            catch (Exception e)
            {
                failures.Add(e);
            }
        }

        if (failures.Count > 0) throw new AggregateException("A state backend could not be disposed.", failures);
    }

    private sealed class InUse(StateBackends backends) : IDisposable
    {
        public void Dispose() => backends.Release();
    }

    private sealed class StoredInUse(IStoredStates states, IDisposable use) : IStoredStates
    {
        public IReadOnlyCollection<StoredKeyedState> States => states.States;

        public void Scan(StoredKeyedState state, int keyGroup, KeyRange keys, ElementTaker taker) => states.Scan(state, keyGroup, keys, taker);

        public void Dispose()
        {
            states.Dispose();
            use.Dispose();
        }
    }
}
