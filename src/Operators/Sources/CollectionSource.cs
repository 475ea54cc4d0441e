using System.Diagnostics.CodeAnalysis;
using FlowActors.Operators;

namespace FlowActors.Sources;

/// <summary>
/// The records of a collection, read by one subtask. What lies in memory is read on the subtask's thread; any other sequence may
/// block, and is enumerated by a thread of its own. A restore enumerates it from its beginning and leaves out what was read.
/// </summary>
internal sealed class CollectionSource<T>(IEnumerable<T> collection) : Source<T, NumberedSplit>
{
    public override Boundedness Boundedness => Boundedness.Bounded;

    // The source works in one subtask; where the program insisted on more, the others have nothing to read.
    public override SplitEnumerator<NumberedSplit> CreateEnumerator() =>
        new ShareEnumerator<NumberedSplit>(_ => [new NumberedSplit("collection", 0, 1, long.MaxValue)]);

    public override SourceReader<T, NumberedSplit> CreateReader() =>
        collection is ICollection<T> or IReadOnlyCollection<T> ? new Reader(collection) : new SequenceReader<T>(collection);

    private sealed class Reader(IEnumerable<T> collection) : SourceReader<T, NumberedSplit>
    {
        private NumberedSplit? _split;
        private IEnumerator<T>? _records;
        private SplitOutput<T>? _output;

        public override void Open(SourceReaderContext<T> context) => _output = context.CreateOutput("collection");

        public override void AddSplits(IReadOnlyList<NumberedSplit> splits)
        {
            _split = splits[0];
            _records = collection.GetEnumerator();
            for (var i = 0L; i < _split.Next && _records.MoveNext(); i++)
            {
            }
        }

        public override Progress Read()
        {
            if (_split is null) return Progress.Done;
            var cursor = new Cursor(_records!, _split.Next);
            var progress = _output!.Emit(ref cursor);
            _split = progress == Progress.Done ? null : _split with { Next = cursor.Next };
            return progress;
        }

        public override IReadOnlyList<NumberedSplit> Snapshot(long checkpointId) => _split is null ? [] : [_split];

        public override void Close() => _records?.Dispose();
    }

    private struct Cursor(IEnumerator<T> records, long next) : IRecordCursor<T>
    {
        public long Next { get; private set; } = next;

        public bool TryNext([MaybeNullWhen(false)] out T record, out long timestamp)
        {
            timestamp = Timestamps.None;
            if (!records.MoveNext())
            {
                record = default;
                return false;
            }

            record = records.Current;
            Next++;
            return true;
        }
    }
}
