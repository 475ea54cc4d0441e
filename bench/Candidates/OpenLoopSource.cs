using System.Diagnostics;
using FlowActors.Bench.Work;
using FlowActors.Operators;
using FlowActors.Sources;

namespace FlowActors.Bench.Candidates;

/// <summary>Emits records when they are due, and those that are overdue at once. For one subtask.</summary>
internal sealed class OpenLoopSource(int recordsPerSecond, long records) : Source<DueRecord, NumberedSplit>
{
    public override Boundedness Boundedness => Boundedness.Bounded;

    public override SplitEnumerator<NumberedSplit> CreateEnumerator() => new ShareEnumerator<NumberedSplit>(_ => [new NumberedSplit("all", 0, 1, records)]);

    public override SourceReader<DueRecord, NumberedSplit> CreateReader() => new Reader(recordsPerSecond);

    private sealed class Reader(int recordsPerSecond) : SourceReader<DueRecord, NumberedSplit>
    {
        private OpenLoop? _schedule;
        private NumberedSplit? _split;
        private SplitOutput<DueRecord>? _output;
        private Thread? _alarm;
        private volatile bool _closed;

        public override void Open(SourceReaderContext<DueRecord> context)
        {
            _output = context.CreateOutput("all");
            // A sleeping thread, as the baseline has: timers of .NET fire on a clock of several milliseconds.
            _alarm = new Thread(() => Ring(context.Operator.Wake)) { IsBackground = true };
            _alarm.Start();
        }

        public override void AddSplits(IReadOnlyList<NumberedSplit> splits) => _split = splits[0];

        public override Progress Read()
        {
            if (_split is null) return Progress.Done;
            // The schedule begins with the job's work: how long the job took to start is the case "start".
            _schedule ??= new OpenLoop(Stopwatch.GetTimestamp(), recordsPerSecond);
            var due = Math.Min(_schedule.DueCount(Stopwatch.GetTimestamp()), _split.End);
            var cursor = new NumberedCursor<DueRecord, Due>(new Due(_schedule), _split.Next, 1, due);
            var progress = _output!.Emit(ref cursor);
            _split = _split with { Next = cursor.Next };
            if (progress != Progress.Done) return progress;
            return _split.IsEnded ? Progress.Done : Progress.Waiting;
        }

        public override IReadOnlyList<NumberedSplit> Snapshot(long checkpointId) => _split is null ? [] : [_split];

        public override void Close()
        {
            _closed = true;
            _alarm?.Join();
        }

        private void Ring(Action wake)
        {
            while (!_closed)
            {
                Thread.Sleep(1);
                wake();
            }
        }
    }

    private readonly struct Due(OpenLoop schedule) : INumberedRecords<DueRecord>
    {
        public DueRecord At(long number) => new(number, schedule.Due(number));
    }
}
