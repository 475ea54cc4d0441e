using FlowActors.Operators;

namespace FlowActors.Sources;

/// <summary>Reads numbered records in the order of their numbers, at a rate if there is one.</summary>
/// <param name="create">Makes the records, in this subtask.</param>
/// <param name="recordsPerSecond">Over all subtasks together; null sets no limit.</param>
/// <param name="made">Hears how many records each read has made; null when nobody wants to know.</param>
/// <param name="standsStillAt">Records from this number on are not read, and the input does not end before them.</param>
internal sealed class NumberedReader<T, TRecords>(
    Func<OperatorContext, TRecords> create,
    double? recordsPerSecond,
    Func<OperatorContext, Action<long>>? made = null,
    long standsStillAt = long.MaxValue)
    : SourceReader<T, NumberedSplit>
    where TRecords : struct, INumberedRecords<T>
{
    private readonly List<NumberedSplit> _splits = [];
    private SourceReaderContext<T>? _context;
    private SplitOutput<T>? _output;
    private Action<long>? _made;
    private Pacer? _pacer;
    private TRecords _records;
    private long[] _next = [];

    public override void Open(SourceReaderContext<T> context)
    {
        _context = context;
        _records = create(context.Operator);
        _made = made?.Invoke(context.Operator);
        _output = context.CreateOutput("numbers");
    }

    public override void AddSplits(IReadOnlyList<NumberedSplit> splits)
    {
        Settle();
        _splits.AddRange(splits);
        _next = [.. _splits.Select(s => s.IsEnded ? long.MaxValue : s.Next)];
        // The rate holds from here on: records before have had their time in an earlier attempt.
        if (recordsPerSecond is { } rate)
            _pacer ??= new Pacer(_context!.Operator.Time, rate, _context.Operator.Wake, _next.Min() / _splits[0].Step * _splits[0].Step);
    }

    public override Progress Read()
    {
        if (_splits.Count == 0) return Progress.Done;
        _output!.Pause(false);
        var due = Math.Min(_pacer?.Due() ?? long.MaxValue, standsStillAt);
        var progress = _splits.Count == 1 ? ReadOne(due) : ReadMerged(due);
        if (progress != Progress.Done) return progress;
        var next = _next.Min();
        if (next == long.MaxValue)
        {
            _splits.Clear();
            return Progress.Done;
        }

        _output.Pause(true);
        if (next < standsStillAt) _pacer!.WakeWhenDue(next);
        return Progress.Waiting;
    }

    public override IReadOnlyList<NumberedSplit> Snapshot(long checkpointId)
    {
        Settle();
        return [.. _splits];
    }

    public override void Close() => _pacer?.Dispose();

    private Progress ReadOne(long due)
    {
        var split = _splits[0];
        var from = _next[0];
        if (from >= split.End) return Progress.Done;
        var cursor = new NumberedCursor<T, TRecords>(_records, from, split.Step, Math.Min(split.End, due));
        var progress = _output!.Emit(ref cursor);
        _made?.Invoke(CountOf(from, cursor.Next, split.Step));
        _next[0] = cursor.Next >= split.End ? long.MaxValue : cursor.Next;
        return progress;
    }

    private Progress ReadMerged(long due)
    {
        var before = (long[])_next.Clone();
        var cursor = new MergedCursor<T, TRecords>(_records, _splits, _next, due);
        var progress = _output!.Emit(ref cursor);
        if (_made is not null) _made(before.Select((from, i) => CountOf(from, Math.Min(_next[i], _splits[i].End), _splits[i].Step)).Sum());
        return progress;
    }

    private static long CountOf(long from, long to, long step) => from >= to ? 0 : ((to - from - 1) / step) + 1;

    private void Settle()
    {
        for (var i = 0; i < _splits.Count; i++) _splits[i] = _splits[i] with { Next = Math.Min(_next[i], _splits[i].End) };
        _splits.RemoveAll(s => s.IsEnded);
        _next = [.. _splits.Select(s => s.Next)];
    }
}
