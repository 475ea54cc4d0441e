namespace FlowActors.Sources;

/// <summary>
/// Runs the enumerator of the present stage, and switches to the next one when all readers have reported that they have read all of it. What comes
/// back of earlier stages later is read by the reader that comes in place of the lost one, beside the others.
/// </summary>
internal sealed class HybridEnumerator<T>(IReadOnlyList<HybridStage<T>> stages) : SplitEnumerator<HybridSplit, HybridState>, IStageSplits
{
    private readonly HashSet<int> _told = [];
    private readonly Dictionary<int, long> _reports = [];
    private readonly List<LateSplit> _late = [];
    private List<byte[]> _positions = [[]];
    private byte[]? _restored;
    private StageEnumerator? _enumerator;

    private int Stage => _positions.Count - 1;

    private bool IsLast => _positions.Count == stages.Count;

    public override void Start() => Begin(_restored);

    public override void AddReader(int subtask)
    {
        foreach (var late in _late.Where(l => l.Subtask % Context.Parallelism == subtask)) Context.AssignSplit(late.Split, subtask);
        _late.RemoveAll(l => l.Subtask % Context.Parallelism == subtask);
        Introduce(subtask);
    }

    public override void HandleSplitRequest(int subtask)
    {
        // Who was told that there are no more has asked before it knew.
        if (!_told.Contains(subtask)) _enumerator!.HandleSplitRequest(subtask);
    }

    public override void HandleReport(int subtask, long report)
    {
        _reports[subtask] = report;
        while (!IsLast && Enumerable.Range(0, Context.Parallelism).All(s => _reports.GetValueOrDefault(s) > Stage)) Switch();
    }

    public override void RemoveReader(int subtask)
    {
        _reports.Remove(subtask);
        _told.Remove(subtask);
        _enumerator!.RemoveReader(subtask);
    }

    public override void AddSplitsBack(IReadOnlyList<HybridSplit> splits, int subtask)
    {
        // What it was told of stages, the next reader is told anew.
        var back = splits.Where(s => s.Kind == HybridSplitKind.Split).ToList();
        _late.AddRange(back.Where(s => s.Stage < Stage).Select(s => new LateSplit(subtask, s)));
        var present = back.Where(s => s.Stage == Stage).Select(s => s.Split).ToList();
        if (present.Count > 0) _enumerator!.AddSplitsBack(present, subtask);
    }

    public override void CheckpointComplete(long checkpointId) => _enumerator!.CheckpointComplete(checkpointId);

    public override void CheckpointAborted(long checkpointId) => _enumerator!.CheckpointAborted(checkpointId);

    public override HybridState Snapshot(long checkpointId) => new([.. _positions], _enumerator!.Snapshot(checkpointId), [.. _late]);

    public override void Restore(HybridState state)
    {
        (_positions, _restored) = ([.. state.Positions], state.Enumerator);
        _late.AddRange(state.Late);
    }

    public override void Close() => _enumerator?.Close();

    void IStageSplits.Assign(StageSplit split, int subtask)
    {
        if (_told.Contains(subtask)) throw new InvalidOperationException($"Subtask {subtask} was told that it gets no more splits, so it must not be assigned one.");
        Context.AssignSplit(new HybridSplit(HybridSplitKind.Split, Stage, split.Name, split.Bytes, _positions), subtask);
    }

    void IStageSplits.NoMore(int subtask)
    {
        if (!_told.Add(subtask)) return;
        if (IsLast) Context.SignalNoMoreSplits(subtask);
        else Context.AssignSplit(new HybridSplit(HybridSplitKind.NoMore, Stage, "no more", [], _positions), subtask);
    }

    private void Begin(byte[]? state)
    {
        var source = stages[Stage].Create(_positions[Stage], Context.Serializers);
        _enumerator = source.CreateStageEnumerator();
        _enumerator.Start(Context, this, state);
    }

    private void Switch()
    {
        var number = Stage + 2; // as people count
        try
        {
            _positions = [.. _positions, stages[Stage + 1].Decide(_enumerator!.Enumerator, Context.Serializers)];
            var ended = _enumerator;
            _enumerator = null;
            ended.Close();
            _told.Clear();
            Begin(null);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(
                $"Stage {number} of the hybrid source '{Context.OperatorName}' cannot begin: {ExceptionText.Message(e)}", e);
        }

        foreach (var subtask in Context.Readers) Introduce(subtask);
    }

    private void Introduce(int subtask)
    {
        Context.AssignSplit(new HybridSplit(HybridSplitKind.Begin, Stage, "begin", [], _positions), subtask);
        _enumerator!.AddReader(subtask);
    }
}
