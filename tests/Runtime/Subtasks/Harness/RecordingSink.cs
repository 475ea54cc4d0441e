using FlowActors.Functions;
using FlowActors.Sinks;

namespace FlowActors.Runtime.Tests.Subtasks;

/// <summary>Keeps what each of its subtasks committed, in order; writers may be told to do more at each step.</summary>
internal sealed class RecordingSink<T> : Sink<T>
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

    public override SinkWriter<T> CreateWriter() => new Writer(this);

    private sealed class Writer(RecordingSink<T> sink) : SinkWriter<T>
    {
        private readonly List<T> _records = [];
        private int _subtask;

        public override void Open(IRuntimeContext context)
        {
            _subtask = context.SubtaskIndex;
            sink.OnOpen();
        }

        public override void Write(T value, long timestamp)
        {
            sink.OnWrite(value);
            _records.Add(value);
        }

        public override void Flush() => sink.OnFlush();

        public override void Commit()
        {
            sink.OnCommit();
            lock (sink._committed) sink._committed.Add(_subtask, _records);
        }

        public override void Close() => sink.OnClose();
    }
}
