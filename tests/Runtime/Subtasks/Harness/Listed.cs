using FlowActors.Operators;
using FlowActors.Sources;

namespace FlowActors.Runtime.Tests.Subtasks;

/// <summary>Records in an array, all read by each subtask.</summary>
internal sealed class Listed<T>(T[] records, Func<T, T>? read = null) : WholeSource<T>
{
    public override SourceReader<T, Whole> CreateReader() => new Reader(records, read);

    private sealed class Reader(T[] records, Func<T, T>? read) : WholeReader<T>
    {
        private int _next;

        protected override Progress ReadOn()
        {
            var cursor = new Cursor(records, read, _next);
            var progress = Output.Emit(ref cursor);
            _next = cursor.Next;
            return progress;
        }
    }

    private struct Cursor(T[] records, Func<T, T>? read, int next) : IRecordCursor<T>
    {
        public int Next { get; private set; } = next;

        public bool TryNext(out T record, out long timestamp)
        {
            timestamp = Timestamps.None;
            record = default!;
            if (Next == records.Length) return false;
            record = records[Next++];
            if (read is not null) record = read(record);
            return true;
        }
    }
}
