using System.Diagnostics.CodeAnalysis;
using FlowActors.Operators;
using FlowActors.Sources;

namespace FlowActors.Tests.Sources;

/// <summary>A split that a test fills.</summary>
public sealed record Partition(string SplitId, int Next) : ISourceSplit;

/// <summary>A source of a few splits, all read by whoever gets them; a test fills and ends them, from any thread. The timestamp is the record.</summary>
internal sealed class PartitionedSource(Boundedness boundedness, params string[] names) : Source<long, Partition>
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<long>> _records = names.ToDictionary(n => n, _ => new List<long>());
    private readonly HashSet<string> _ended = [];
    private Action? _wake;

    public override Boundedness Boundedness => boundedness;

    public override SplitEnumerator<Partition> CreateEnumerator() => new ShareEnumerator<Partition>(_ => [.. names.Select(n => new Partition(n, 0))]);

    public override SourceReader<long, Partition> CreateReader() => new Reader(this);

    public void Add(string split, params long[] records) => Do(() => _records[split].AddRange(records));

    public void End(string split) => Do(() => _ended.Add(split));

    private void Do(Action action)
    {
        Action? wake;
        lock (_gate)
        {
            action();
            wake = _wake;
        }

        wake?.Invoke();
    }

    private bool TryGet(string split, int at, out long record)
    {
        lock (_gate)
        {
            record = at < _records[split].Count ? _records[split][at] : 0;
            return at < _records[split].Count;
        }
    }

    private bool IsEnded(Partition split)
    {
        lock (_gate) return _ended.Contains(split.SplitId) && split.Next == _records[split.SplitId].Count;
    }

    private sealed class Reader(PartitionedSource source) : SourceReader<long, Partition>
    {
        private readonly List<(Partition Split, SplitOutput<long> Output)> _splits = [];
        private SourceReaderContext<long>? _context;

        public override void Open(SourceReaderContext<long> context)
        {
            _context = context;
            source.Do(() => source._wake = context.Operator.Wake);
        }

        public override void AddSplits(IReadOnlyList<Partition> splits) => _splits.AddRange(splits.Select(s => (s, _context!.CreateOutput(s.SplitId))));

        public override Progress Read()
        {
            for (var i = 0; i < _splits.Count; i++)
            {
                var (split, output) = _splits[i];
                var cursor = new Cursor(source, split.SplitId, split.Next);
                var progress = output.Emit(ref cursor);
                _splits[i] = (split with { Next = cursor.Next }, output);
                if (progress != Progress.Done) return progress;
            }

            foreach (var ended in _splits.Where(s => source.IsEnded(s.Split)).ToArray())
            {
                ended.Output.End();
                _splits.Remove(ended);
            }

            return _splits.Count == 0 ? Progress.Done : Progress.Waiting;
        }

        public override IReadOnlyList<Partition> Snapshot(long checkpointId) => [.. _splits.Select(s => s.Split)];
    }

    private struct Cursor(PartitionedSource source, string split, int next) : IRecordCursor<long>
    {
        public int Next { get; private set; } = next;

        public bool TryNext([MaybeNullWhen(false)] out long record, out long timestamp)
        {
            var found = source.TryGet(split, Next, out record);
            timestamp = record;
            if (found) Next++;
            return found;
        }
    }
}
