using FlowActors.Operators;
using FlowActors.Sources;
using FlowActors.Sources.Coordination;
using FlowActors.State;
using FlowActors.State.Memory;

namespace FlowActors.Testing;

/// <summary>One reader of a source with the operator that leads it, as its subtask works.</summary>
internal sealed class HarnessReader : IDisposable
{
    // So many runs that emit nothing and say that there is more are no progress.
    private const int IdleRunsMax = 1_000;

    private readonly MemoryStateBackend _backend = new();
    private readonly IStateScope _scope;
    private readonly ReaderContext _context;
    private readonly SourceOperator _operator;
    private int _idleRuns;
    private bool _isOpened;
    private bool _isDisposed;

    /// <param name="blueprint">The source's operator.</param>
    /// <param name="settings">The surroundings of the subtask.</param>
    /// <param name="tell">Brings to the enumerator what the reader says.</param>
    /// <param name="woken">Somebody wakes the subtask; from any thread.</param>
    public HarnessReader(OperatorBlueprint blueprint, HarnessSettings settings, Action<ReaderState> tell, Action woken)
    {
        var (subtask, maxParallelism) = (settings.SubtaskIndex, settings.MaxParallelism!.Value);
        _scope = _backend.Open(
            new StateScopeSettings(
                JobId.Create(),
                settings.Attempt,
                0,
                subtask,
                maxParallelism,
                KeyGroups.RangeOf(subtask, maxParallelism, settings.Parallelism),
                [new StateOperator(blueprint.Uid, blueprint.Name)],
                settings.Serializers,
                settings.Clock!,
                settings.CopyMutableState),
            CancellationToken.None);
        _context = new ReaderContext(blueprint, settings, _scope, tell, woken);
        _operator = (SourceOperator)blueprint.Node.CreateOperator();
    }

    public int Attempt => _context.Attempt;

    /// <summary>How many splits it has got from the enumerator.</summary>
    public long Received => _context.State.Received;

    /// <summary>What it has emitted.</summary>
    public IReadOnlyList<StreamElement> Output => _context.Outputs.Of(0);

    /// <summary>How many records it has emitted since it was made, cleared ones too.</summary>
    public long RecordCount { get; private set; }

    public HarnessMetrics Metrics => _context.HarnessMetrics;

    public IReadOnlyDictionary<string, object> Accumulators => _context.Accumulators.Values;

    /// <summary>True when all is read and nothing will come.</summary>
    public bool HasEnded { get; private set; }

    public void ClearOutput() => _context.Outputs.Clear();

    public void Open(IReadOnlyList<byte[]> splits, IReadOnlyList<EventTimeState> eventTime) => Do("Open", () =>
    {
        _operator.Setup(_context);
        if (splits.Count > 0) _operator.RestoreSplits(splits);
        _operator.RestoreEventTime(eventTime);
        _isOpened = true;
        _operator.Open();
    });

    public void Take(SplitAnswer answer) => Do("AddSplits", () => _operator.Take(answer));

    /// <summary>One run.</summary>
    /// <param name="records">The records that there is room for.</param>
    public Progress Read(int records)
    {
        if (HasEnded) return Progress.Done;
        var progress = Progress.Done;
        Do("Read", () =>
        {
            _context.RunPosted();
            _context.Room = records;
            _context.BeginRun();
            var before = Output.Count;
            progress = _operator.Poll();
            RecordCount += Output.Skip(before).Count(e => e is StreamRecord);
            CheckIdle(progress, Output.Count - before);
            if (progress == Progress.Done) _operator.EndEventTime();
            _context.Outputs.CheckUnchanged();
        });
        HasEnded = progress == Progress.Done;
        return progress;
    }

    public (IReadOnlyList<byte[]> Splits, IReadOnlyList<EventTimeState> EventTime) Snapshot(long checkpoint)
    {
        IReadOnlyList<byte[]> splits = [];
        IReadOnlyList<EventTimeState> eventTime = [];
        Do("Snapshot", () =>
        {
            _operator.Snapshot(checkpoint);
            splits = _operator.SnapshotSplits();
            eventTime = _operator.SnapshotEventTime();
        });
        return (splits, eventTime);
    }

    public void CheckpointComplete(long checkpoint) => Do("CheckpointComplete", () => _operator.CheckpointComplete(checkpoint));

    public void CheckpointAborted(long checkpoint) => Do("CheckpointAborted", () => _operator.CheckpointAborted(checkpoint));

    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        try
        {
            _context.Cancel();
            if (_isOpened) Do("Close", _operator.Close);
        }
        finally
        {
            _scope.Dispose();
            _backend.Dispose();
            _context.Dispose();
        }
    }

    private void CheckIdle(Progress progress, int emitted)
    {
        _idleRuns = emitted == 0 && progress is Progress.Yielded or Progress.OutputFull ? _idleRuns + 1 : 0;
        if (_idleRuns < IdleRunsMax) return;
        throw new InvalidOperationException(
            $"Read was called {IdleRunsMax} times with room at the output, emitted nothing and said that there is more: return Progress.Waiting " +
            "when there is nothing now, and Progress.Done when all splits are read to their ends.");
    }

    private void Do(string what, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is not OperatorFailedException)
        {
            throw new OperatorFailedException(_context.OperatorName, $"{what} of the reader of subtask {_context.SubtaskIndex}", e);
        }
    }
}
