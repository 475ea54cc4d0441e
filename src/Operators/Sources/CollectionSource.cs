using FlowActors.Operators;

namespace FlowActors.Sources;

/// <summary>
/// The records of a collection, read by one subtask. What lies in memory is read on the subtask's thread; any other sequence may
/// block, and is enumerated by a thread of its own.
/// </summary>
internal sealed class CollectionSource<T>(IEnumerable<T> collection) : Source<T>
{
    public override Boundedness Boundedness => Boundedness.Bounded;

    public override SourceReader<T> CreateReader() =>
        collection is ICollection<T> or IReadOnlyCollection<T> ? new Reader(collection) : new SequenceReader<T>(collection);

    private sealed class Reader(IEnumerable<T> collection) : SourceReader<T>
    {
        private IEnumerator<T>? _records;
        private RunQuantum? _quantum;
        private ExecutionCursor? _cursor;

        public override void Open(OperatorContext context)
        {
            _quantum = context.Quantum;
            _cursor = context.Cursor;
            // The source works in one subtask; where the program insisted on more, the others have nothing to read.
            _records = (context.SubtaskIndex == 0 ? collection : []).GetEnumerator();
        }

        public override Progress Poll(Output<T> output)
        {
            while (!_quantum!.ShouldYield())
            {
                // The chain behind has run since the last record: a failure from here on is the source's again.
                _cursor!.ChainIndex = 0;
                if (!_records!.MoveNext()) return Progress.Done;
                output.Collect(_records.Current, Timestamps.None);
            }

            return _quantum.Stop;
        }

        public override void Close() => _records?.Dispose();
    }
}
