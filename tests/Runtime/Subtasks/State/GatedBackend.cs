using FlowActors.State;
using FlowActors.State.Memory;

namespace FlowActors.Runtime.Tests.Subtasks.State;

/// <summary>State in memory whose opening waits for the test, and that counts what is opened and disposed.</summary>
internal sealed class GatedBackend(bool heedsToken = false) : IStateBackend
{
    private readonly MemoryStateBackend _memory = new();
    private readonly ManualResetEventSlim _release = new();
    private int _opened;
    private int _disposed;

    public string Name => "memory";

    /// <summary>Released once for each opening that has begun.</summary>
    public SemaphoreSlim Opening { get; } = new(0);

    /// <summary>Released once for each scope that was disposed.</summary>
    public SemaphoreSlim ScopeDisposed { get; } = new(0);

    public int Opened => Volatile.Read(ref _opened);

    public int Disposed => Volatile.Read(ref _disposed);

    /// <summary>What an opening throws in the end; null to succeed.</summary>
    public Exception? Failure { get; init; }

    /// <summary>What the dispose of a scope throws; null to succeed.</summary>
    public Exception? DisposeFailure { get; init; }

    public bool IsDisposed { get; private set; }

    /// <summary>The thread that disposed the last scope.</summary>
    public int DisposingThread { get; private set; }

    public void Release() => _release.Set();

    public IStateScope Open(StateScopeSettings settings, CancellationToken cancelled)
    {
        Opening.Release();
        _release.Wait(heedsToken ? cancelled : CancellationToken.None);
        if (Failure is not null) throw Failure;
        Interlocked.Increment(ref _opened);
        return new Counted(this, _memory.Open(settings, cancelled));
    }

    public void Dispose() => IsDisposed = true;

    private sealed class Counted(GatedBackend owner, IStateScope scope) : IStateScope
    {
        public IReadOnlyList<RegisteredState> States => scope.States;

        public IKeyedStates<TKey> Keyed<TKey>(string operatorUid) => scope.Keyed<TKey>(operatorUid);

        public IOperatorStateStore OperatorState(string operatorUid) => scope.OperatorState(operatorUid);

        public void Export(IStateWriter writer) => scope.Export(writer);

        public IFrozenState Freeze(SnapshotForm form) => scope.Freeze(form);

        public void Restore(IReadOnlyList<StoredDatabase> databases) => scope.Restore(databases);

        public IStateWriter Restore() => scope.Restore();

        public void Dispose()
        {
            scope.Dispose();
            if (owner.DisposeFailure is { } failure) throw failure;
            owner.DisposingThread = Environment.CurrentManagedThreadId;
            Interlocked.Increment(ref owner._disposed);
            owner.ScopeDisposed.Release();
        }
    }
}
