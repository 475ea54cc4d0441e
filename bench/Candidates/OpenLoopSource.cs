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
        private static readonly TimeSpan s_nap = TimeSpan.FromMilliseconds(1); // what timers can keep

        private OpenLoop? _schedule;
        private RunQuantum? _quantum;
        private ITimer? _timer;
        private long _next;
        private long _due;

        public override void Open(OperatorContext context)
        {
            _quantum = context.Quantum;
            _timer = context.Time.CreateTimer(
                static state => ((Action)state!)(), (Action)context.Wake, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public override ReadStatus Poll(Output<DueRecord> output)
        {
            // The schedule begins with the job's work: how long the job took to start is the case "start".
            _schedule ??= new OpenLoop(Stopwatch.GetTimestamp(), recordsPerSecond);
            _due = Math.Min(_schedule.DueCount(Stopwatch.GetTimestamp()), records);
            for (; _next < _due; _next++)
            {
                if (_quantum!.ShouldYield()) return ReadStatus.MoreAvailable;
                output.Collect(new DueRecord(_next, _schedule.Due(_next)), Timestamps.None);
            }

            if (_next == records) return ReadStatus.EndOfInput;
            _timer!.Change(s_nap, Timeout.InfiniteTimeSpan);
            return ReadStatus.NothingAvailable;
        }

        public override void Close() => _timer?.Dispose();
    }
}
