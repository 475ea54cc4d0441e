using FlowActors.Operators;
using FlowActors.State;
using FlowActors.State.Export;
using FlowActors.State.Memory;

namespace FlowActors.Testing;

/// <summary>
/// Drives one subtask of an operator without a cluster, actors or threads (Flink's operator test harness): a test gives it elements one
/// by one and reads what it emits. Records that enter and leave, and state that is restored, go through their serializers, so that a
/// type that cannot travel fails here and not in production.
/// </summary>
/// <remarks>
/// Used by one thread at a time. Each call does all that the operator can do: what it suspends is resumed until nothing is left or it
/// waits for somebody else. While it waits, what is given to it waits too, and <see cref="Work"/> goes on. Results of calls that an
/// operator has under way elsewhere run on the thread that calls the harness.
/// Checked on the way: nobody changes a record that was emitted.
/// </remarks>
public partial class OperatorHarness : IDisposable
{
    // So many resumes that emit nothing and say that they are not done are no progress.
    private const int IdleResumesMax = 1_000;

    private readonly OperatorBlueprint _blueprint;
    private readonly HarnessSettings _settings;
    private readonly Queue<(string What, Action Step)> _steps = new();
    private readonly InputRules _rules;
    private readonly MemoryStateBackend? _ownBackend;
    private readonly IStateScope _scope;
    private readonly HarnessContext _context;
    private readonly IInputOperator _operator;
    private readonly int _maxParallelism;
    private RecordEntry[] _entries = [];
    private InputEventTime? _eventTime;
    private long _checkpoint;
    private bool _isOpened;
    private bool _hasFailed;
    private bool _isDisposed;

    internal OperatorHarness(OperatorBlueprint blueprint, HarnessSettings settings)
    {
        settings.Check();
        _blueprint = blueprint;
        _settings = settings;
        _maxParallelism = settings.MaxParallelism ?? settings.Snapshot?.MaxParallelism ?? blueprint.MaxParallelism
            ?? KeyGroups.DefaultMaxParallelism(settings.Parallelism);
        if (settings.Parallelism > _maxParallelism)
            throw new ArgumentException($"{settings.Parallelism} subtasks cannot share {_maxParallelism} key groups: each needs one at least.");
        settings.Snapshot?.CheckFits(settings.SubtaskIndex, settings.Parallelism, _maxParallelism);
        foreach (var input in blueprint.Inputs) input.Validate(settings.Serializers);
        foreach (var output in blueprint.Node.Outputs) settings.Serializers.Get(output.RecordType);
        Clock = settings.Clock ?? settings.Snapshot?.Settings.Clock ?? new TestClock();
        _rules = new InputRules(blueprint.Name, blueprint.Inputs);
        _checkpoint = settings.Snapshot?.CheckpointId ?? 0;
        _ownBackend = settings.StateBackend is null ? new MemoryStateBackend() : null;
        _scope = Open(settings.StateBackend ?? _ownBackend!);
        _context = new HarnessContext(blueprint, settings, _maxParallelism, _scope, Clock);
        try
        {
            settings.Snapshot?.Archive.RestoreTo(_scope, settings.SubtaskIndex, settings.Parallelism);
            _operator = blueprint.Create();
            _steps.Enqueue(("Setup", Setup));
            _steps.Enqueue(("Open", OpenOperator));
            Work();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The processing time, which stands still until the test moves it.</summary>
    public TestClock Clock { get; }

    /// <summary>
    /// What the main output, number 0, has emitted, oldest first: records, watermarks and changes of idleness. Empty for an operator
    /// without outputs.
    /// </summary>
    public IReadOnlyList<StreamElement> Output => _blueprint.Node.Outputs.Count == 0 ? [] : [.. _context.Outputs.Of(0)];

    /// <summary>True while the operator has suspended output and waits for somebody else, such as a call that is under way.</summary>
    public bool IsWaiting => _context.IsSuspended;

    /// <summary>The metrics that the operator has made.</summary>
    public HarnessMetrics Metrics => _context.HarnessMetrics;

    /// <summary>The accumulators of the operator, by name: <see cref="long"/> or <see cref="double"/>.</summary>
    public IReadOnlyDictionary<string, object> Accumulators => _context.Accumulators.Values;

    /// <summary>What a side output has emitted.</summary>
    /// <param name="output">The number of the output.</param>
    public IReadOnlyList<StreamElement> SideOutput(int output) => [.. _context.Outputs.Of(output)];

    /// <summary>The records that an output has emitted.</summary>
    /// <param name="output">The number of the output, the main one being 0.</param>
    public IReadOnlyList<T> RecordsOf<T>(int output = 0) => [.. _context.Outputs.Of(output).OfType<StreamRecord>().Select(r => (T)r.Value!)];

    /// <summary>Forgets what has been emitted so far, on all outputs.</summary>
    public void ClearOutput() => _context.Outputs.Clear();

    /// <summary>Gives the operator a record.</summary>
    /// <param name="input">The number of the input.</param>
    /// <param name="value">The record.</param>
    /// <param name="timestamp">Its event time in ms; null for none.</param>
    /// <exception cref="ArgumentException">There is no such input, or it takes other records.</exception>
    /// <exception cref="InvalidOperationException">The input has ended, or the operator has failed before.</exception>
    /// <exception cref="Serialization.SerializationException">The record cannot travel.</exception>
    /// <exception cref="OperatorFailedException">The operator threw.</exception>
    public void Process<T>(int input, T value, long? timestamp = null)
    {
        CheckUsable();
        _rules.Record(input, typeof(T));
        var entry = (RecordEntry<T>)_entries[input];
        var arrived = entry.Travel(value);
        Do($"record {ElementText.Of(value)} of input {input}", () => entry.Collect(arrived, timestamp ?? Timestamps.None));
    }

    /// <summary>An input's watermark: none of its records at or below it follows. The operator hears of it as combined over all inputs.</summary>
    /// <param name="timestamp">In ms, not below the one before; <see cref="Timestamps.MaxWatermark"/> ends the event time of the input.</param>
    /// <param name="input">The number of the input; null (default) for all that have not ended.</param>
    /// <exception cref="ArgumentException">There is no such input, or the watermark goes back.</exception>
    /// <exception cref="InvalidOperationException">The input is idle or has ended, or the operator has failed before.</exception>
    /// <exception cref="OperatorFailedException">The operator threw.</exception>
    public void ProcessWatermark(long timestamp, int? input = null) => ForEach(input, i =>
    {
        _rules.Watermark(i, timestamp);
        Do($"watermark {timestamp} of input {i}", () => _eventTime!.Watermark(i, timestamp));
    });

    /// <summary>An input has become idle: it does not hold event time back.</summary>
    /// <param name="input">The number of the input; null (default) for all that have not ended.</param>
    public void Idle(int? input = null) => ForEach(input, i =>
    {
        _rules.Status(i, false);
        Do($"the idleness of input {i}", () => _eventTime!.Idle(i));
    });

    /// <summary>An input is active again.</summary>
    /// <param name="input">The number of the input; null (default) for all that have not ended.</param>
    public void Active(int? input = null) => ForEach(input, i =>
    {
        _rules.Status(i, true);
        Do($"the activity of input {i}", () => _eventTime!.Active(i));
    });

    /// <summary>An input has ended, and with it its event time.</summary>
    /// <param name="input">The number of the input; null (default) for all that have not ended.</param>
    public void EndInput(int? input = null) => ForEach(input, i =>
    {
        _rules.End(i);
        _steps.Enqueue(($"the end of event time of input {i}", () => _eventTime!.End(i)));
        Do($"the end of input {i}", () => _operator.EndInput(i));
    });

    /// <summary>Moves processing time; timers fire, and the operator does what they leave it to do.</summary>
    /// <param name="by">0 or more.</param>
    public void AdvanceProcessingTime(TimeSpan by)
    {
        CheckUsable();
        Clock.Advance(by);
        Work();
    }

    /// <summary>The job has ended well: all inputs have ended before.</summary>
    public void Finish()
    {
        CheckUsable();
        if (!_rules.HaveEnded) throw new InvalidOperationException($"The inputs of operator '{_blueprint.Name}' have not ended: a job finishes after that.");
        Do("Finish", _operator.Finish);
    }

    /// <summary>Does what the operator has to do: what others have completed, and suspended output.</summary>
    public void Work()
    {
        CheckUsable();
        var what = "Resume";
        try
        {
            while (Advance(ref what))
            {
            }

            _context.Outputs.CheckUnchanged();
        }
        catch (Exception e)
        {
            _hasFailed = true;
            _context.Cancel();
            throw new OperatorFailedException(_blueprint.Name, what, e);
        }
    }

    /// <summary>Waits until somebody wakes the operator or a call of it completes, and works then.</summary>
    /// <param name="cancellationToken">Gives the waiting up.</param>
    public async Task WorkAsync(CancellationToken cancellationToken = default)
    {
        CheckUsable();
        await _context.WokenAsync(cancellationToken).ConfigureAwait(false);
        Work();
    }

    /// <summary>
    /// Takes the operator's state as a checkpoint does: the operator prepares for the barrier, emits what it must, and its state leaves
    /// as bytes. The operator may go on.
    /// </summary>
    /// <exception cref="InvalidOperationException">The operator waits for somebody else, which holds the barrier up.</exception>
    /// <exception cref="OperatorFailedException">The operator threw, or its state cannot be serialized.</exception>
    public OperatorSnapshot Snapshot()
    {
        var archive = new StateArchive(_maxParallelism);
        ExportTo(archive.NextSubtask());
        return CreateSnapshot(archive, _settings.Parallelism == 1 ? null : _settings.SubtaskIndex);
    }

    /// <summary>A checkpoint is durable: the operator is told so.</summary>
    /// <param name="checkpointId">That of a snapshot.</param>
    public void CompleteCheckpoint(long checkpointId)
    {
        CheckUsable();
        Do($"CheckpointComplete {checkpointId}", () => _operator.CheckpointComplete(checkpointId));
    }

    /// <summary>A checkpoint will never complete: the operator is told so.</summary>
    /// <param name="checkpointId">That of a snapshot.</param>
    public void AbortCheckpoint(long checkpointId)
    {
        CheckUsable();
        Do($"CheckpointAborted {checkpointId}", () => _operator.CheckpointAborted(checkpointId));
    }

    /// <summary>Closes the operator and disposes of its state, whatever happened before. Again does nothing.</summary>
    /// <exception cref="OperatorFailedException">The operator's Close threw, and nothing else had failed before.</exception>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the operator and disposes of its state.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (_isDisposed || !disposing) return;
        _isDisposed = true;
        try
        {
            if (_isOpened) _operator.Close();
        }
        catch (Exception e)
        {
            if (!_hasFailed) throw new OperatorFailedException(_blueprint.Name, "Close", e);
        }
        finally
        {
            _scope.Dispose();
            _ownBackend?.Dispose();
            _context.Dispose();
        }
    }

    internal int MaxParallelism => _maxParallelism;

    internal HarnessOutputs Outputs => _context.Outputs;

    internal void ExportTo(IStateWriter writer)
    {
        Work();
        CheckNotWaiting();
        _checkpoint++;
        Do("PrepareBarrier", () => _operator.PrepareBarrier(_checkpoint));
        CheckNotWaiting();
        Do("Snapshot", () => _operator.Snapshot(_checkpoint));
        Do("the export of its state", () => _scope.Export(writer));
    }

    internal OperatorSnapshot CreateSnapshot(StateArchive archive, int? onlySubtask) =>
        new(_blueprint, _settings with { Clock = Clock, Snapshot = null }, archive, _checkpoint, _maxParallelism, onlySubtask);

    private void Do(string what, Action step)
    {
        _steps.Enqueue((what, step));
        Work();
    }

    // As a subtask's loop does: what was posted, suspended output, and only then the next element.
    private bool Advance(ref string what)
    {
        var posted = _context.RunPosted();
        if (_context.IsSuspended) return Resume(ref what) || posted;
        if (!_steps.TryDequeue(out var next)) return posted;
        what = next.What;
        _context.BeginRun();
        next.Step();
        return true;
    }

    private bool Resume(ref string what)
    {
        for (var idle = 0; idle < IdleResumesMax;)
        {
            what = "Resume";
            var before = _context.Outputs.Count;
            _context.BeginRun();
            switch (_operator.Resume())
            {
                case Progress.Done:
                    _context.Resumed();
                    return true;
                case Progress.Waiting:
                    return false;
            }

            idle = _context.Outputs.Count == before ? idle + 1 : 0;
        }

        throw new InvalidOperationException(
            $"Resume was called {IdleResumesMax} times with room at the output, emitted nothing and did not say that it is done: return " +
            "Progress.Done when nothing is left, and Progress.Waiting when somebody else must do something first.");
    }

    private void Setup()
    {
        _operator.Setup(_context);
        _entries = [.. _blueprint.Inputs.Select((input, number) => input.Connect(_operator, number, _context))];
        _eventTime = new InputEventTime(_entries.Length, _operator);
    }

    private void OpenOperator()
    {
        _isOpened = true;
        _operator.Open();
    }

    private IStateScope Open(IStateBackend backend) => backend.Open(
        new StateScopeSettings(
            JobId.Create(),
            _settings.Attempt,
            0,
            _settings.SubtaskIndex,
            _maxParallelism,
            KeyGroups.RangeOf(_settings.SubtaskIndex, _maxParallelism, _settings.Parallelism),
            [new StateOperator(_blueprint.Uid, _blueprint.Name)],
            _settings.Serializers,
            _settings.CopyMutableState),
        CancellationToken.None);

    private void CheckNotWaiting()
    {
        if (!IsWaiting) return;
        throw new InvalidOperationException(
            $"Operator '{_blueprint.Name}' waits for somebody else with suspended output and holds the barrier up: let what it waits for " +
            "complete, and call Work or WorkAsync before the snapshot.");
    }

    private void ForEach(int? input, Action<int> action)
    {
        CheckUsable();
        if (input is { } one)
        {
            action(one);
            return;
        }

        if (_rules.HaveEnded) throw new InvalidOperationException($"All inputs of operator '{_blueprint.Name}' have ended: nothing can follow.");
        for (var i = 0; i < _blueprint.Inputs.Count; i++)
        {
            if (!_rules.HasEnded(i)) action(i);
        }
    }

    private void CheckUsable()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_hasFailed) throw new InvalidOperationException($"Operator '{_blueprint.Name}' has failed: its harness can only be disposed.");
    }
}
