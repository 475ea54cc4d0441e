using System.Diagnostics.CodeAnalysis;
using FlowActors.Operators;
using FlowActors.Sources;

namespace FlowActors.Tests.Sources;

public sealed record Evens(string SplitId, long Next, long End) : ISourceSplit;

public sealed class EvenNumbers(long end) : Source<long, Evens>
{
    public override Boundedness Boundedness => Boundedness.Bounded;

    public override SplitEnumerator<Evens> CreateEnumerator() =>
        new ListEnumerator<Evens>(_ => [new Evens("low", 0, end / 2), new Evens("high", end / 2, end)]);

    public override SourceReader<long, Evens> CreateReader() => new Reader();

    private sealed class Reader : SourceReader<long, Evens>
    {
        private readonly Queue<Evens> _splits = new();
        private SourceReaderContext<long> _context = null!;

        public override void Open(SourceReaderContext<long> context) => (_context = context).RequestSplit();

        public override void AddSplits(IReadOnlyList<Evens> splits) => splits.ToList().ForEach(_splits.Enqueue);

        public override Progress Read()
        {
            if (!_splits.TryDequeue(out var split)) return Progress.Done;
            var cursor = new Cursor(split.Next, split.End);
            var progress = _context.CreateOutput(split.SplitId).Emit(ref cursor);
            if (progress == Progress.Done) _context.RequestSplit();
            else _splits.Enqueue(split with { Next = cursor.Next });
            return _splits.Count == 0 ? Progress.Done : progress == Progress.Done ? Progress.Yielded : progress;
        }

        public override IReadOnlyList<Evens> Snapshot(long checkpointId) => [.. _splits];
    }

    private struct Cursor(long next, long end) : IRecordCursor<long>
    {
        public long Next { get; private set; } = next;

        public bool TryNext([MaybeNullWhen(false)] out long record, out long timestamp)
        {
            (record, timestamp, var isThere) = (Next, Timestamps.None, Next < end);
            if (isThere) Next += 2;
            return isThere;
        }
    }
}
