using FlowActors.Operators;

namespace FlowActors.Sources;

/// <summary>Records that a function makes from their numbers; subtask k of p makes the numbers i with i mod p = k.</summary>
internal sealed class GeneratorSource<T>(long? count, Func<long, T> generate, double? recordsPerSecond = null) : Source<T>
{
    public override Boundedness Boundedness => count is null ? Boundedness.Unbounded : Boundedness.Bounded;

    public override void Validate()
    {
        if (count < 0)
            throw new JobValidationException($"A generator cannot make {count} records: the count must not be negative.");
        if (recordsPerSecond is { } rate && !(rate > 0))
            throw new JobValidationException($"A generator cannot make {recordsPerSecond} records a second: the rate must be above 0.");
    }

    public override SourceReader<T> CreateReader() => recordsPerSecond is { } rate
        ? new ThrottledReader(count ?? long.MaxValue, generate, rate)
        : new Reader(count ?? long.MaxValue, generate);

    private sealed class Reader(long count, Func<long, T> generate) : SourceReader<T>
    {
        private RunQuantum? _quantum;
        private ExecutionCursor? _cursor;
        private long _next;
        private int _step;

        public override void Open(OperatorContext context)
        {
            _quantum = context.Quantum;
            _cursor = context.Cursor;
            _next = context.SubtaskIndex;
            _step = context.Parallelism;
        }

        public override ReadStatus Poll(Output<T> output)
        {
            // Locals: the loop is the hottest of a job that makes its own input.
            var quantum = _quantum!;
            var cursor = _cursor!;
            var make = generate;
            var next = _next;
            while (next < count)
            {
                if (quantum.ShouldYield())
                {
                    _next = next;
                    return ReadStatus.MoreAvailable;
                }

                // The chain behind has run since the last record: a failure from here on is the source's again.
                cursor.ChainIndex = 0;
                output.Collect(make(next), Timestamps.None);
                next += _step;
            }

            _next = next;
            return ReadStatus.EndOfInput;
        }
    }

    private sealed class ThrottledReader(long count, Func<long, T> generate, double rate) : SourceReader<T>
    {
        private RunQuantum? _quantum;
        private ExecutionCursor? _cursor;
        private Pacer? _pacer;
        private long _next;
        private int _step;

        public override void Open(OperatorContext context)
        {
            _quantum = context.Quantum;
            _cursor = context.Cursor;
            _next = context.SubtaskIndex;
            _step = context.Parallelism;
            _pacer = new Pacer(context.Time, rate, context.Wake);
        }

        public override ReadStatus Poll(Output<T> output)
        {
            var due = _pacer!.Due();
            while (_next < count)
            {
                if (_next >= due)
                {
                    _pacer.WakeWhenDue(_next);
                    return ReadStatus.NothingAvailable;
                }

                if (_quantum!.ShouldYield()) return ReadStatus.MoreAvailable;
                _cursor!.ChainIndex = 0;
                output.Collect(generate(_next), Timestamps.None);
                _next += _step;
            }

            return ReadStatus.EndOfInput;
        }

        public override void Close() => _pacer?.Dispose();
    }
}
