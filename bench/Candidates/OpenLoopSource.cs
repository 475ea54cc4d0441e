using System.Diagnostics;
using FlowActors.Bench.Work;
using FlowActors.Operators;
using FlowActors.Sources;

namespace FlowActors.Bench.Candidates;

/// <summary>Emits records when they are due, and those that are overdue at once. For one subtask.</summary>
internal sealed class OpenLoopSource(int recordsPerSecond, long records) : Source<DueRecord>
{
    public override Boundedness Boundedness => Boundedness.Bounded;

    public override SourceReader<DueRecord> CreateReader() => new Reader(recordsPerSecond, records);

    private sealed class Reader(int recordsPerSecond, long records) : SourceReader<DueRecord>
    {
        private OpenLoop? _schedule;
        private RunQuantum? _quantum;
        private Thread? _alarm;
        private volatile bool _closed;
        private long _next;
        private long _due;

        public override void Open(OperatorContext context)
        {
            _quantum = context.Quantum;
            // A sleeping thread, as the baseline has: timers of .NET fire on a clock of several milliseconds.
            _alarm = new Thread(() => Ring(context.Wake)) { IsBackground = true };
            _alarm.Start();
        }

        public override Progress Poll(Output<DueRecord> output)
        {
            // The schedule begins with the job's work: how long the job took to start is the case "start".
            _schedule ??= new OpenLoop(Stopwatch.GetTimestamp(), recordsPerSecond);
            _due = Math.Min(_schedule.DueCount(Stopwatch.GetTimestamp()), records);
            for (; _next < _due; _next++)
            {
                if (_quantum!.ShouldYield()) return _quantum.Stop;
                output.Collect(new DueRecord(_next, _schedule.Due(_next)), Timestamps.None);
            }

            return _next == records ? Progress.Done : Progress.Waiting;
        }

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
}
