using System.Diagnostics.CodeAnalysis;
using FlowActors.Functions;
using FlowActors.Operators;
using FlowActors.Sources;

namespace FlowActors.Examples;

/// <summary>
/// Records that are made from their numbers, in the order of their event times. One subtask reads them, and says by watermarks how far
/// event time is.
/// </summary>
/// <param name="at">Makes a record from its number, from 0 on; the same one at each call.</param>
/// <param name="timeOf">Takes the event time in ms out of a record: never less than that of the record before.</param>
/// <param name="count">How many records there are.</param>
internal sealed class InOrderSource<T>(Func<long, T> at, Func<T, long> timeOf, long count) : Source<T, InOrderSplit>
{
    /// <summary>The accumulator of the records that were made, over all such sources of a job.</summary>
    public const string RecordsAccumulator = "recordsMade";

    private const long RecordsPerWatermark = 100;

    public override Boundedness Boundedness => Boundedness.Bounded;

    public override SplitEnumerator<InOrderSplit> CreateEnumerator() => new ListEnumerator<InOrderSplit>(_ => [new InOrderSplit(0)]);

    public override SourceReader<T, InOrderSplit> CreateReader() => new Reader(at, timeOf, count);

    private sealed class Reader(Func<long, T> at, Func<T, long> timeOf, long count) : SourceReader<T, InOrderSplit>
    {
        private SourceReaderContext<T>? _context;
        private SplitOutput<T>? _output;
        private LongCounter? _made;
        private InOrderSplit? _split;

        public override void Open(SourceReaderContext<T> context)
        {
            _context = context;
            _output = context.CreateOutput("records");
            _made = context.Operator.GetLongCounter(RecordsAccumulator);
            context.RequestSplit();
        }

        public override void AddSplits(IReadOnlyList<InOrderSplit> splits) => _split = splits.Single();

        public override Progress Read()
        {
            while (_split is { } split)
            {
                var cursor = new Cursor(at, timeOf, split.Next, Math.Min(split.Next + RecordsPerWatermark, count));
                var progress = _output!.Emit(ref cursor);
                _made!.Add(cursor.Next - split.Next);
                _split = new InOrderSplit(cursor.Next);
                if (progress != Progress.Done) return progress;

                // Others of the time of the last record may follow.
                if (cursor.Next > 0) _output.Watermark(timeOf(at(cursor.Next - 1)) - 1);
                if (cursor.Next < count) continue;
                _split = null;
                _context!.RequestSplit();
            }

            return Progress.Done;
        }

        public override IReadOnlyList<InOrderSplit> Snapshot(long checkpointId) => _split is null ? [] : [_split];
    }

    private struct Cursor(Func<long, T> at, Func<T, long> timeOf, long next, long end) : IRecordCursor<T>
    {
        public long Next { get; private set; } = next;

        public bool TryNext([MaybeNullWhen(false)] out T record, out long timestamp)
        {
            if (Next >= end)
            {
                (record, timestamp) = (default, Timestamps.None);
                return false;
            }

            record = at(Next++);
            timestamp = timeOf(record);
            return true;
        }
    }
}
