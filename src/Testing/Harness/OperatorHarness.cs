using FlowActors.Functions;
using FlowActors.Operators;
using FlowActors.Runtime.Exchange;
using FlowActors.State;
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
    private readonly OperatorBlueprint _blueprint;
    private readonly HarnessSettings _settings;
    private readonly InputRules _rules;
    private readonly MemoryStateBackend? _ownBackend;
    private readonly IStateScope _scope;
    private readonly HarnessContext _context;
    private readonly HarnessLoop _loop;
    private readonly IInputOperator _operator;
    private readonly int _maxParallelism;
    private RecordEntry[] _entries = [];
    private ChannelEventTime? _eventTime;
    private long _checkpoint;
    private bool _isOpened;
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
        _loop = new HarnessLoop(blueprint.Name, blueprint.Inputs.Count, _context);
        try
        {
            settings.Snapshot?.Archive.RestoreTo(_scope, settings.SubtaskIndex, settings.Parallelism);
            _operator = blueprint.Create();
            _loop.Take(_operator);
            Do("Setup", Setup);
            Do("Open", OpenOperator);
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

    /// <summary>True while elements wait: for suspended output, or because the operator chooses to read another input before.</summary>
    public bool HoldsElements => _loop.HasSteps;

    /// <summary>What a side output has emitted.</summary>
    /// <param name="output">The number of the output.</param>
    public IReadOnlyList<StreamElement> SideOutput(int output) => [.. _context.Outputs.Of(output)];

    /// <summary>The records that the function has emitted to a tag, whether the program reads it or not, oldest first.</summary>
    /// <param name="tag">As the function has it: the same id and type.</param>
    /// <exception cref="InvalidOperationException">Records of another type were emitted to its id.</exception>
    public IReadOnlyList<T> SideOutput<T>(OutputTag<T> tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        return [.. _context.Outputs.Of(tag).OfType<StreamRecord>().Select(r => (T)r.Value!)];
    }

    /// <summary>The records that an output has emitted.</summary>
    /// <param name="output">The number of the output, the main one being 0.</param>
    public IReadOnlyList<T> RecordsOf<T>(int output = 0) => [.. _context.Outputs.Of(output).OfType<StreamRecord>().Select(r => (T)r.Value!)];

    /// <summary>Forgets what has been emitted so far, on all outputs.</summary>
    public void ClearOutput() => _context.Outputs.Clear();

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
        _loop.Work();
    }

    /// <summary>Works, each time that somebody wakes the operator or a call of it completes, until the operator waits for nobody any more.</summary>
    /// <param name="cancellationToken">Gives the waiting up.</param>
    public async Task WorkAsync(CancellationToken cancellationToken = default)
    {
        Work();
        while (IsWaiting)
        {
            await _context.WokenAsync(cancellationToken).ConfigureAwait(false);
            Work();
        }
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
            _context.Cancel();
            if (_isOpened) _operator.Close();
        }
        catch (Exception e)
        {
            if (!_loop.HasFailed) throw new OperatorFailedException(_blueprint.Name, "Close", e);
        }
        finally
        {
            _scope.Dispose();
            _ownBackend?.Dispose();
            _context.Dispose();
        }
    }

    internal int MaxParallelism => _maxParallelism;

    private void Do(string what, Action step, int? input = null, bool ends = false)
    {
        _loop.Add(new HarnessStep(what, step, input) { EndsInput = ends });
        _loop.Work();
    }

    private void Setup()
    {
        _operator.Setup(_context);
        _entries = [.. _blueprint.Inputs.Select((input, number) => input.Connect(_operator, number, _context))];
        _eventTime = new ChannelEventTime(_entries.Length, new InputEventTime(_operator, _loop));
    }

    private void OpenOperator()
    {
        _isOpened = true;
        _operator.Open();
    }

    private IStateScope Open(IStateBackend backend) => backend.Open(
        new StateScopeSettings(
            _settings.JobId,
            _settings.Attempt,
            0,
            _settings.SubtaskIndex,
            _maxParallelism,
            KeyGroups.RangeOf(_settings.SubtaskIndex, _maxParallelism, _settings.Parallelism),
            [new StateOperator(_blueprint.Uid, _blueprint.Name)],
            _settings.Serializers,
            Clock,
            _settings.CopyMutableState),
        CancellationToken.None);

    private void CheckUsable()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_loop.HasFailed) throw new InvalidOperationException($"Operator '{_blueprint.Name}' has failed: its harness can only be disposed.");
    }
}
