using FlowActors.Operators;

namespace FlowActors.Sinks;

/// <summary>
/// Keeps records in memory and hands them over when the job has ended well. Records do not change, so nothing is copied; where
/// that is checked, each is looked at again before it is handed over.
/// </summary>
internal sealed class CollectSink<T>(CollectedResults<T> results) : StatefulCommittingSink<T, T, CollectedPart<T>>
{
    public override bool ShowsResultsAtEndOnly => true;

    public override StatefulCommittingSinkWriter<T, T, CollectedPart<T>> CreateWriter() => new Writer(results);

    public override Committer<CollectedPart<T>> CreateCommitter() => new CollectingCommitter(results);

    private sealed class Writer(CollectedResults<T> results) : StatefulCommittingSinkWriter<T, T, CollectedPart<T>>
    {
        private readonly List<T> _values = [];
        private readonly List<int> _prints = [];
        private RecordCheck<T>? _check;
        private int _restored;
        private bool _isEnded;
        private ISinkContext? _context;

        public override void Restore(IReadOnlyList<T> state)
        {
            _values.AddRange(state);
            _restored += state.Count;
        }

        // At another parallelism the records of the one before are those of other subtasks.
        public override bool TryTakeBack(CollectedPart<T> committable)
        {
            Restore(committable.Values);
            return true;
        }

        public override void Open(ISinkContext context)
        {
            _context = context;
            results.Opened();
            _check = (context as OperatorContext)?.CreateCheck<T>();
        }

        public override void Write(T value, long timestamp)
        {
            if (_check is not null) _prints.Add(_check.Print(value));
            _values.Add(value);
        }

        public override void Flush(bool endOfInput) => _isEnded = endOfInput;

        public override IReadOnlyCollection<CollectedPart<T>> PrepareCommit()
        {
            if (!_isEnded) return [];
            _isEnded = false;
            for (var i = 0; i < _prints.Count; i++) _check!.OnShow(_values[_restored + i], _prints[i]);
            var part = new CollectedPart<T>(_context!.JobId.Value, _context.Attempt, _context.SubtaskIndex, _context.Parallelism, [.. _values]);
            // They are the committer's, and stand in snapshots as such.
            _values.Clear();
            return [part];
        }

        public override IEnumerable<T> Snapshot(long checkpointId) => _values;
    }

    private sealed class CollectingCommitter(CollectedResults<T> results) : Committer<CollectedPart<T>>
    {
        public override Task CommitAsync(IReadOnlyList<CommitRequest<CollectedPart<T>>> requests, CancellationToken cancellationToken)
        {
            foreach (var request in requests) results.Commit(request.Committable);
            return Task.CompletedTask;
        }
    }
}
