using FlowActors.State;

namespace FlowActors.Runtime.Subtasks.State;

/// <summary>
/// Owns the state scope of one subtask: opens it, gives it to the operators, and hands it over once to be disposed. A stop may overtake
/// the opening, which has a thread of its own: then who opens it disposes it. Thread-safe.
/// </summary>
/// <param name="backend">Opens the scope.</param>
/// <param name="settings">Whose state it is.</param>
internal sealed class StateOwner(IStateBackend backend, StateScopeSettings settings)
{
    private readonly Lock _gate = new();
    private IStateScope? _scope;
    private bool _isTaken;

    /// <summary>The scope.</summary>
    /// <exception cref="InvalidOperationException">It is not open.</exception>
    public IStateScope Scope => _scope ?? throw new InvalidOperationException(
        $"The state of subtask {settings.Subtask} of vertex {settings.Vertex} is not open.");

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
    /// Opens the scope, on a thread that may block. If <see cref="Take"/> was called meanwhile, it is disposed here.
    /// </summary>
    /// <exception cref="StateOpeningException">The backend threw.</exception>
    public void Open(CancellationToken cancelled)
    {
        var scope = OpenScope(cancelled);
        lock (_gate)
        {
            if (!_isTaken)
            {
                _scope = scope;
                return;
            }
        }

        scope.Dispose();
    }

    /// <summary>The scope, which is the caller's from here on, to be disposed on a thread that may block.</summary>
    /// <returns>Null when it is not open: one that is being opened is disposed by who opens it.</returns>
    public IDisposable? Take()
    {
        lock (_gate)
        {
            _isTaken = true;
            var scope = _scope;
            _scope = null;
            return scope;
        }
    }

    private IStateScope OpenScope(CancellationToken cancelled)
    {
        try
        {
            return backend.Open(settings, cancelled);
        }
        catch (Exception e) when (e is not SuppressRestartsException && !(e is OperationCanceledException && cancelled.IsCancellationRequested))
        {
            throw new StateOpeningException(backend.Name, settings, e);
        }
    }
}
