using FlowActors.Sinks;

namespace FlowActors.Runtime.Tests.Subtasks;

/// <summary>What one subtask wrote.</summary>
internal sealed record RecordedPart<T>(int Subtask, List<T> Records);

/// <summary>Keeps what each of its subtasks committed, in order; writers may be told to do more at each step.</summary>
internal sealed class RecordingSink<T> : CommittingSink<T, RecordedPart<T>>
{
    private readonly SortedDictionary<int, List<T>> _committed = [];

    public Action<T> OnWrite { get; init; } = _ => { };

    public Action OnOpen { get; init; } = () => { };

    public Action OnFlush { get; init; } = () => { };

    public Action OnCommit { get; init; } = () => { };

    public Action OnClose { get; init; } = () => { };

    /// <summary>The records of all subtasks, one after the other.</summary>
    public IReadOnlyList<T> Records
    {
        get
        {
            lock (_committed) return [.. _committed.Values.SelectMany(r => r)];
        }
    }

    /// <summary>The records of each subtask that committed.</summary>
    public IReadOnlyList<IReadOnlyList<T>> BySubtask
    {
        get
        {
            lock (_committed) return [.. _committed.Values];
        }
    }

    public override CommittingSinkWriter<T, RecordedPart<T>> CreateWriter() => new Writer(this);

    public override Committer<RecordedPart<T>> CreateCommitter() => new Recorder(this);

    private sealed class Writer(RecordingSink<T> sink) : CommittingSinkWriter<T, RecordedPart<T>>
    {
        private readonly List<T> _records = [];
        private int _subtask;
        private bool _isEnded;

        public override void Open(ISinkContext context)
        {
            _subtask = context.SubtaskIndex;
            sink.OnOpen();
        }

        public override void Write(T value, long timestamp)
        {
            sink.OnWrite(value);
            _records.Add(value);
        }

        public override void Flush(bool endOfInput)
        {
            if (!endOfInput) return;
            _isEnded = true;
            sink.OnFlush();
        }

        public override IReadOnlyCollection<RecordedPart<T>> PrepareCommit() => _isEnded ? [new RecordedPart<T>(_subtask, _records)] : [];

        public override void Close() => sink.OnClose();
    }

    private sealed class Recorder(RecordingSink<T> sink) : Committer<RecordedPart<T>>
    {
        public override Task CommitAsync(IReadOnlyList<CommitRequest<RecordedPart<T>>> requests, CancellationToken cancellationToken)
        {
            foreach (var part in requests.Select(r => r.Committable))
            {
                sink.OnCommit();
                lock (sink._committed) sink._committed.Add(part.Subtask, part.Records);
            }

            return Task.CompletedTask;
        }
    }
}
