using FlowActors.State;

namespace FlowActors.Runtime.Subtasks.Checkpoints;

/// <summary>
/// Stands between the databases of a scope that are linked and the end of the scope: neither happens during the other. Thread-safe; calls block.
/// </summary>
internal sealed class LinkGate
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ended = new();

    /// <summary>Links a database.</summary>
    /// <exception cref="OperationCanceledException">The scope has ended, or nobody wants the files any more.</exception>
    public DatabaseFiles Link(IFrozenDatabase database, CancellationToken cancelled)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancelled, _ended.Token);
        lock (_gate)
        {
            either.Token.ThrowIfCancellationRequested();
            return database.Link(either.Token);
        }
    }

    /// <summary>What ends the scope: it first waits for what is being linked, which is cancelled. Nothing is linked from then on.</summary>
    public IDisposable Guard(IDisposable scope) => new Guarded(this, scope);

    private sealed class Guarded(LinkGate gate, IDisposable scope) : IDisposable
    {
        public void Dispose()
        {
            gate._ended.Cancel();
            lock (gate._gate) scope.Dispose();
        }
    }
}
