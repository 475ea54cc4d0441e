using FlowActors.State.Export;

namespace FlowActors.Testing;

/// <summary>
/// All subtasks of one operator, each in a harness of its own: records go to the subtask that the input's partitioning says (by key, to
/// the owner of the key), everything else goes to all. They share one clock. Used by one thread at a time.
/// </summary>
public class HarnessGroup : IDisposable
{
    private readonly OperatorHarness[] _subtasks;
    private readonly RecordRoute[] _routes;

    internal HarnessGroup(OperatorBlueprint blueprint, HarnessSettings settings)
    {
        settings = settings with { Clock = settings.Clock ?? settings.Snapshot?.Settings.Clock ?? new TestClock(), SubtaskIndex = 0 };
        settings.Check();
        Blueprint = blueprint;
        Settings = settings;
        var made = new List<OperatorHarness>(settings.Parallelism);
        try
        {
            for (var i = 0; i < settings.Parallelism; i++) made.Add(new OperatorHarness(blueprint, settings with { SubtaskIndex = i }));
        }
        catch
        {
            foreach (var harness in made) harness.Dispose();
            throw;
        }

        _subtasks = [.. made];
        _routes = [.. blueprint.Inputs.Select(i => i.CreateRoute(
            settings.Serializers, _subtasks[0].MaxParallelism, settings.Parallelism, $"before '{blueprint.Name}'"))];
    }

    /// <summary>The subtasks, by index: for their outputs and states apart.</summary>
    public IReadOnlyList<OperatorHarness> Subtasks => _subtasks;

    /// <summary>The processing time of all of them.</summary>
    public TestClock Clock => Settings.Clock!;

    internal OperatorBlueprint Blueprint { get; }

    internal HarnessSettings Settings { get; }

    /// <summary>The records that an output has emitted: those of subtask 0 first, each subtask's in order.</summary>
    /// <param name="output">The number of the output, the main one being 0.</param>
    public IReadOnlyList<T> RecordsOf<T>(int output = 0) => [.. _subtasks.SelectMany(s => s.RecordsOf<T>(output))];

    /// <summary>Forgets what has been emitted so far, by all subtasks.</summary>
    public void ClearOutput() => ForEach(s => s.ClearOutput());

    /// <summary>Gives a record to the subtasks that it goes to; see <see cref="OperatorHarness.Process"/>.</summary>
    /// <param name="input">The number of the input.</param>
    /// <param name="value">The record.</param>
    /// <param name="timestamp">Its event time in ms; null for none.</param>
    public void Process<T>(int input, T value, long? timestamp = null)
    {
        // An input that is not there, or of another type, is refused by the subtask.
        if ((uint)input >= (uint)_routes.Length || _routes[input] is not RecordRoute<T> route)
        {
            _subtasks[0].Process(input, value, timestamp);
            return;
        }

        foreach (var subtask in route.Of(value)) _subtasks[subtask].Process(input, value, timestamp);
    }

    /// <summary>As <see cref="OperatorHarness.ProcessWatermark"/>, for all subtasks.</summary>
    /// <param name="timestamp">In ms.</param>
    /// <param name="input">The number of the input; null (default) for all that have not ended.</param>
    public void ProcessWatermark(long timestamp, int? input = null) => ForEach(s => s.ProcessWatermark(timestamp, input));

    /// <summary>As <see cref="OperatorHarness.Idle"/>, for all subtasks.</summary>
    /// <param name="input">The number of the input; null (default) for all that have not ended.</param>
    public void Idle(int? input = null) => ForEach(s => s.Idle(input));

    /// <summary>As <see cref="OperatorHarness.Active"/>, for all subtasks.</summary>
    /// <param name="input">The number of the input; null (default) for all that have not ended.</param>
    public void Active(int? input = null) => ForEach(s => s.Active(input));

    /// <summary>As <see cref="OperatorHarness.EndInput"/>, for all subtasks.</summary>
    /// <param name="input">The number of the input; null (default) for all that have not ended.</param>
    public void EndInput(int? input = null) => ForEach(s => s.EndInput(input));

    /// <summary>Moves the processing time of all subtasks.</summary>
    /// <param name="by">0 or more.</param>
    public void AdvanceProcessingTime(TimeSpan by)
    {
        Clock.Advance(by);
        ForEach(s => s.Work());
    }

    /// <summary>The job has ended well.</summary>
    public void Finish() => ForEach(s => s.Finish());

    /// <summary>Takes the state of all subtasks; see <see cref="OperatorHarness.Snapshot"/>.</summary>
    public OperatorSnapshot Snapshot()
    {
        var archive = new StateArchive(_subtasks[0].MaxParallelism);
        ForEach(s => s.ExportTo(archive.NextSubtask()));
        return _subtasks[0].CreateSnapshot(archive, null);
    }

    /// <summary>Closes all operators. Again does nothing.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes all operators, also when one of them throws.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        var failures = new List<Exception>();
        foreach (var subtask in _subtasks)
        {
            try
            {
                subtask.Dispose();
            }
            catch (OperatorFailedException e)
            {
                failures.Add(e);
            }
        }

        if (failures.Count > 0) throw failures.Count == 1 ? failures[0] : new AggregateException(failures);
    }

    private void ForEach(Action<OperatorHarness> action)
    {
        foreach (var subtask in _subtasks) action(subtask);
    }
}

/// <summary>All subtasks of an operator with one input; see <see cref="HarnessGroup"/>.</summary>
/// <typeparam name="TIn">What comes in.</typeparam>
/// <typeparam name="TOut">What goes out by output 0.</typeparam>
public sealed class HarnessGroup<TIn, TOut> : HarnessGroup
{
    internal HarnessGroup(OperatorBlueprint blueprint, HarnessSettings settings)
        : base(blueprint, settings)
    {
    }

    /// <summary>The records that the main output has emitted: those of subtask 0 first, each subtask's in order.</summary>
    public IReadOnlyList<TOut> Records => RecordsOf<TOut>();

    /// <summary>Gives a record to the owner of its key, or to whom the partitioning says.</summary>
    /// <param name="value">The record.</param>
    /// <param name="timestamp">Its event time in ms; null for none.</param>
    public void Process(TIn value, long? timestamp = null) => Process(0, value, timestamp);

    /// <summary>As <see cref="HarnessGroup.Snapshot"/>.</summary>
    public new OperatorSnapshot<TIn, TOut> Snapshot() => new(base.Snapshot(), null);
}
