using FlowActors.State;

namespace FlowActors.Runtime.Subtasks.State;

/// <summary>
/// Owns the state scope of one subtask: opens it, gives it to the operators, and disposes it once, whichever of them comes last: a stop
/// may overtake the opening, which has a thread of its own. Thread-safe.
/// </summary>
/// <param name="backend">Opens the scope.</param>
/// <param name="settings">Whose state it is.</param>
internal sealed class StateOwner(IStateBackend backend, StateScopeSettings settings) : IDisposable
{
    private readonly Lock _gate = new();
    private IStateScope? _scope;
    private bool _isDisposed;

    /// <summary>The scope.</summary>
    /// <exception cref="InvalidOperationException">It is not open.</exception>
    public IStateScope Scope => _scope ?? throw new InvalidOperationException(
        $"The state of subtask {settings.Subtask} of vertex {settings.Vertex} is not open.");

    /// <summary>True from the opening to the disposal.</summary>
    public bool IsOpen => _scope is not null;

    /// <summary>The state of the operators of a subtask.</summary>
    public static StateOwner Of(SubtaskPlan plan, StateBackends backends) => new(
        backends.Of(plan.Graph.Settings.StateBackend),
        new StateScopeSettings(
            plan.Id.Job,
            plan.Id.Attempt,
            plan.Id.Vertex,
            plan.Id.Index,
            plan.Vertex.MaxParallelism,
            plan.KeyGroups,
            [.. plan.Vertex.Chain.Select(o => new StateOperator(o.Uid, o.Node.Name))],
            plan.Graph.Settings.Serializers,
            plan.Graph.Settings.CopyMutableState));

    /// <summary>
    /// Opens the scope, on a thread that may block. If <see cref="Dispose"/> was called meanwhile, it is disposed here.
    /// </summary>
    /// <exception cref="StateOpeningException">The backend threw.</exception>
    public void Open(CancellationToken cancelled)
    {
        var scope = OpenScope(cancelled);
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _scope = scope;
                return;
            }
        }

        scope.Dispose();
    }

    /// <summary>Disposes the scope if it is open, on a thread that may block; one that is being opened is disposed by who opens it.</summary>
    public void Dispose()
    {
        IStateScope? scope;
        lock (_gate)
        {
            _isDisposed = true;
            scope = _scope;
            _scope = null;
        }

        scope?.Dispose();
    }

    private IStateScope OpenScope(CancellationToken cancelled)
    {
        try
        {
            return backend.Open(settings, cancelled);
        }
        catch (Exception e) when (e is not (OperationCanceledException or SuppressRestartsException))
        {
            throw new StateOpeningException(backend.Name, settings, e);
        }
    }
}
