using System.Globalization;
using FlowActors.Operators;

namespace FlowActors.Sources;

/// <summary>Records that a function makes from their numbers; subtask k of p makes the numbers i with i mod p = k.</summary>
internal sealed class GeneratorSource<T>(long? count, Func<long, T> generate, double? recordsPerSecond = null) : Source<T>
{
    public override Boundedness Boundedness => count is null ? Boundedness.Unbounded : Boundedness.Bounded;

    public override void Validate()
    {
        if (count < 0)
            throw new JobValidationException(string.Create(CultureInfo.InvariantCulture, $"A generator cannot make {count} records: the count must not be negative."));
        if (recordsPerSecond is { } rate && !(rate > 0))
            throw new JobValidationException(string.Create(
                CultureInfo.InvariantCulture, $"A generator cannot make {recordsPerSecond} records a second: the rate must be above 0; leave it out to set no limit."));
    }

    // Endless many records a second are as many as it can make.
    public override SourceReader<T> CreateReader() => recordsPerSecond is { } rate && double.IsFinite(rate)
        ? new ThrottledReader(count ?? long.MaxValue, generate, rate)
        : new Reader(count ?? long.MaxValue, generate);

    /// <summary>A subtask's share of the numbers.</summary>
    private abstract class ShareReader(Func<long, T> generate) : SourceReader<T>
    {
        protected Func<long, T> Generate { get; private set; } = generate;

        protected RunQuantum? Quantum { get; private set; }

        protected ExecutionCursor? Cursor { get; private set; }

        protected long Next { get; set; }

        protected int Step { get; private set; }

        public override void Open(OperatorContext context)
        {
            Quantum = context.Quantum;
            Cursor = context.Cursor;
            Next = context.SubtaskIndex;
            Step = context.Parallelism;
            if (context.ShowsRecords) Generate = new NumberAtHand<T>(Generate, context.Cursor).Generate;
        }
    }

    private sealed class Reader(long count, Func<long, T> generate) : ShareReader(generate)
    {
        public override Progress Poll(Output<T> output)
        {
            // Locals: the loop is the hottest of a job that makes its own input.
            var quantum = Quantum!;
            var cursor = Cursor!;
            var make = Generate;
            var step = Step;
            var next = Next;
            while (next < count)
            {
                var granted = quantum.Grant(int.MaxValue);
                if (granted == 0)
                {
                    Next = next;
                    return quantum.Stop;
                }

                for (; granted > 0 && next < count && !quantum.IsRaised; granted--, next += step)
                {
                    // The chain behind has run since the last record: a failure from here on is the source's again.
                    cursor.ChainIndex = 0;
                    output.Collect(make(next), Timestamps.None);
                }
            }

            Next = next;
            return Progress.Done;
        }
    }

    private sealed class ThrottledReader(long count, Func<long, T> generate, double rate) : ShareReader(generate)
    {
        private Pacer? _pacer;

        public override void Open(OperatorContext context)
        {
            base.Open(context);
            _pacer = new Pacer(context.Time, rate, context.Wake);
        }

        public override Progress Poll(Output<T> output)
        {
            var due = _pacer!.Due();
            while (Next < count)
            {
                if (Next >= due)
                {
                    _pacer.WakeWhenDue(Next);
                    return Progress.Waiting;
                }

                if (Quantum!.ShouldYield()) return Quantum.Stop;
                Cursor!.ChainIndex = 0;
                output.Collect(Generate(Next), Timestamps.None);
                Next += Step;
            }

            return Progress.Done;
        }

        public override void Close() => _pacer?.Dispose();
    }
}
