using FlowActors.Runtime.Subtasks.Metrics;
using FlowActors.State;
using FlowActors.State.Telemetry;

namespace FlowActors.Runtime.Subtasks.State;

/// <summary>
/// Owns the state scope of one subtask: opens and restores it, gives it to the operators, and hands it over once to be disposed. A stop
/// may overtake the opening, which has a thread of its own: then who opens it disposes it. Thread-safe.
/// </summary>
/// <param name="backends">Those of the node.</param>
/// <param name="backend">The one that opens the scope.</param>
/// <param name="settings">Whose state it is.</param>
/// <param name="metrics">Where the scope publishes its metrics, if it has any; its own from here on.</param>
internal sealed class StateOwner(StateBackends backends, IStateBackend backend, StateScopeSettings settings, StateMetrics metrics)
{
    private readonly Lock _gate = new();
    private OwnedScope? _owned;
    private bool _isTaken;

    /// <summary>What the scope is opened with.</summary>
    public StateScopeSettings Settings => settings;

    /// <summary>The name of its backend.</summary>
    public string Backend => backend.Name;

    /// <summary>The scope.</summary>
    /// <exception cref="InvalidOperationException">It is not open.</exception>
    public IStateScope Scope => _owned?.Scope ?? throw new InvalidOperationException(
        $"The state of subtask {settings.Subtask} of vertex {settings.Vertex} is not open.");

    /// <summary>The state of the operators of a subtask.</summary>
    /// <param name="plan">The subtask.</param>
    /// <param name="backends">Those of the node.</param>
    /// <param name="time">The processing time of the job.</param>
    /// <param name="figures">The metrics of the subtask.</param>
    public static StateOwner Of(SubtaskPlan plan, StateBackends backends, TimeProvider time, LiveFigures figures) => new(
        backends,
        backends.Of(plan.Graph.Settings.StateBackend),
        new StateScopeSettings(
            plan.Id.Job,
            plan.Id.Attempt,
            plan.Id.Vertex,
            plan.Id.Index,
            plan.Vertex.MaxParallelism,
            plan.KeyGroups,
            [.. plan.Vertex.Chain.Select(o => new StateOperator(o.Uid, o.Node.Name) { IsQueryable = o.Node.Configuration.IsStateQueryable || backends.IsAllQueryable })],
            plan.Graph.Settings.Serializers,
            time,
            plan.Graph.Settings.CopyMutableState),
        new StateMetrics(figures, plan.Vertex, backends.Latencies));

    /// <summary>
    /// Opens the scope, on a thread that may block. If <see cref="Take"/> was called meanwhile, or it cannot be restored, it is disposed here.
    /// </summary>
    /// <param name="restore">Puts back what was kept of it; null to begin empty.</param>
    /// <param name="cancelled">Cancelled when the attempt ends.</param>
    /// <exception cref="StateOpeningException">The backend threw, or what was kept does not fit.</exception>
    public void Open(Action<IStateScope>? restore, CancellationToken cancelled)
    {
        var owned = OpenScope(restore, cancelled);
        lock (_gate)
        {
            if (!_isTaken)
            {
                _owned = owned;
                return;
            }
        }

        owned.Dispose();
    }

    /// <summary>The scope, which is the caller's from here on, to be disposed on a thread that may block.</summary>
    /// <returns>Null when it is not open: one that is being opened is disposed by who opens it.</returns>
    public IDisposable? Take()
    {
        lock (_gate)
        {
            _isTaken = true;
            var owned = _owned;
            _owned = null;
            return owned;
        }
    }

    private OwnedScope OpenScope(Action<IStateScope>? restore, CancellationToken cancelled)
    {
        var use = backends.Use();
        IStateScope? scope = null;
        try
        {
            scope = backend.Open(settings, cancelled);
            if (scope is IMeteredState metered) metered.Publish(metrics);
            restore?.Invoke(scope);
            return new OwnedScope(scope, use, metrics);
        }
        catch (Exception e)
        {
            try
            {
                metrics.Dispose();
                scope?.Dispose();
            }
            catch (Exception)
            {
                // What failed first is told.
            }

            use.Dispose();
            if (e is SuppressRestartsException || (e is OperationCanceledException && cancelled.IsCancellationRequested)) throw;
            throw new StateOpeningException(backend.Name, settings, e);
        }
    }

    private sealed record OwnedScope(IStateScope Scope, IDisposable Use, StateMetrics Metrics) : IDisposable
    {
        public void Dispose()
        {
            try
            {
                Metrics.Dispose();
                Scope.Dispose();
            }
            finally
            {
                Use.Dispose();
            }
        }
    }
}
