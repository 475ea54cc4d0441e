using FlowActors.Functions;

namespace FlowActors.Sinks;

/// <summary>Keeps records in memory and hands them over when the job has ended well; records do not change, so nothing is copied.</summary>
internal sealed class CollectSink<T>(CollectedResults<T> results) : Sink<T>
{
    public override SinkWriter<T> CreateWriter() => new Writer(results);

    private sealed class Writer(CollectedResults<T> results) : SinkWriter<T>
    {
        private readonly List<T> _values = [];
        private IRuntimeContext? _context;

        public override void Open(IRuntimeContext context) => _context = context;

        public override void Write(T value, long timestamp) => _values.Add(value);

        public override void Commit() => results.Commit(_context!.SubtaskIndex, _context.Parallelism, _values);
    }
}
