using System.Globalization;
using FlowActors.Operators;

namespace FlowActors.Sources;

/// <summary>
/// Reads the splits of all stages that it has, each by a reader of its stage, those of earlier stages first. Which stages there are and where
/// they begin stands in the splits; what it is told of stages it is told anew when it is restored.
/// </summary>
internal sealed class HybridReader<T>(IReadOnlyList<HybridStage<T>> stages) : SourceReader<T, HybridSplit>
{
    private readonly SortedDictionary<int, StageAtWork> _atWork = [];

    // Closed at the end, with the others: a close may take its time, and until then they hear of checkpoints that complete behind their ends.
    private readonly List<StageReader<T>> _ended = [];
    private SourceReaderContext<T>? _context;
    private int _stage = -1;
    private bool _hasAll;

    public override void Open(SourceReaderContext<T> context) => _context = context;

    public override void AddSplits(IReadOnlyList<HybridSplit> splits)
    {
        for (var i = 0; i < splits.Count;)
        {
            var first = splits[i];
            var end = i + 1;
            while (end < splits.Count && splits[end].Stage == first.Stage && splits[end].Kind == first.Kind) end++;
            switch (first.Kind)
            {
                case HybridSplitKind.Begin: Begin(first); break;
                case HybridSplitKind.NoMore: TakeAll(first.Stage); break;
                default: At(first).Reader.AddSplits([.. splits.Skip(i).Take(end - i).Select(s => s.Split)]); break;
            }

            i = end;
        }
    }

    // Of the last stage: of the others it is told by splits.
    public override void NoMoreSplits() => TakeAll(_stage);

    public override Progress Read()
    {
        foreach (var (stage, at) in _atWork.ToArray())
        {
            var progress = at.Reader.Read();
            if (progress != Progress.Done) return progress;
            if (at.HasAll) End(stage);
        }

        if (_hasAll && _atWork.Count == 0) _context!.Report(_stage + 1);
        return Progress.Done;
    }

    public override IReadOnlyList<HybridSplit> Snapshot(long checkpointId) => [.. _atWork.SelectMany(s => s.Value.Reader
        .Snapshot(checkpointId)
        .Select(split => new HybridSplit(HybridSplitKind.Split, s.Key, split.Name, split.Bytes, s.Value.Positions)))];

    public override void CheckpointComplete(long checkpointId)
    {
        foreach (var reader in Readers) reader.CheckpointComplete(checkpointId);
    }

    public override void CheckpointAborted(long checkpointId)
    {
        foreach (var reader in Readers) reader.CheckpointAborted(checkpointId);
    }

    public override void Close()
    {
        List<Exception> failures = [];
        foreach (var reader in Readers)
        {
            try
            {
                reader.Close();
            }
            catch (Exception e)
            {
                failures.Add(e);
            }
        }

        if (failures.Count > 0) throw failures.Count == 1 ? failures[0] : new AggregateException(failures);
    }

    private IEnumerable<StageReader<T>> Readers => _ended.Concat(_atWork.Values.Select(s => s.Reader));

    private void Begin(HybridSplit begin)
    {
        (_stage, _hasAll) = (begin.Stage, false);
        // Splits of stages before have come before, and their enumerators are gone.
        foreach (var earlier in _atWork.Keys.Where(s => s < _stage).ToArray()) TakeAll(earlier);
        var at = At(begin);
        for (; at.Requests > 0; at.Requests--) _context!.RequestSplit();
    }

    private void TakeAll(int stage)
    {
        if (stage == _stage) _hasAll = true;
        if (!_atWork.TryGetValue(stage, out var at) || at.HasAll) return;
        at.HasAll = true;
        at.Reader.NoMoreSplits();
    }

    private StageAtWork At(HybridSplit split)
    {
        if (_atWork.TryGetValue(split.Stage, out var found)) return found;
        var context = _context!.Operator;
        var source = stages[split.Stage].Create(split.Positions[split.Stage], context.Serializers);
        var made = new StageAtWork(source.CreateStageReader(context), split.Positions);
        _atWork.Add(split.Stage, made);
        made.Reader.Open(_context.For(
            () => Request(split.Stage, made),
            _ => throw new InvalidOperationException(
                $"Stage {split.Stage + 1} of the hybrid source cannot be one: its readers report, which tells of the ends of stages here."),
            Prefix(split.Stage)));
        return made;
    }

    private void Request(int stage, StageAtWork at)
    {
        // A restored reader asks before it is told which stage it is.
        if (stage == _stage) _context!.RequestSplit();
        else at.Requests++;
    }

    private void End(int stage)
    {
        _atWork.Remove(stage, out var at);
        _ended.Add(at!.Reader);
        _context!.EndOutputs(Prefix(stage));
    }

    private static string Prefix(int stage) => string.Create(CultureInfo.InvariantCulture, $"{stage}/");

    private sealed class StageAtWork(StageReader<T> reader, IReadOnlyList<byte[]> positions)
    {
        public StageReader<T> Reader => reader;

        public IReadOnlyList<byte[]> Positions => positions;

        /// <summary>Splits that it has asked for and that nobody was asked for yet.</summary>
        public int Requests { get; set; }

        /// <summary>True when it gets no more.</summary>
        public bool HasAll { get; set; }
    }
}
