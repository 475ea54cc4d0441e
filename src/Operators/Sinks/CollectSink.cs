using FlowActors.Functions;
using FlowActors.Operators;

namespace FlowActors.Sinks;

/// <summary>
/// Keeps records in memory and hands them over when the job has ended well. Records do not change, so nothing is copied; where
/// that is checked, each is looked at again before it is shown.
/// </summary>
internal sealed class CollectSink<T>(CollectedResults<T> results) : Sink<T>
{
    public override bool ShowsResultsAtEndOnly => true;

    public override SinkWriter<T> CreateWriter() => new Writer(results);

    private sealed class Writer(CollectedResults<T> results) : SinkWriter<T>
    {
        private readonly List<T> _values = [];
        private readonly List<int> _prints = [];
        private RecordCheck<T>? _check;
        private IRuntimeContext? _context;

        public override void Open(IRuntimeContext context)
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

        public override void Commit()
        {
            for (var i = 0; i < _prints.Count; i++) _check!.OnShow(_values[i], _prints[i]);
            results.Commit(_context!.SubtaskIndex, _context.Parallelism, _values);
        }
    }
}
