using FlowActors.Functions;
using FlowActors.Operators;
using FlowActors.Runtime.Subtasks;
using FlowActors.Sources;

namespace FlowActors.Runtime.Tests.Subtasks;

/// <summary>What must not overtake what within one subtask.</summary>
public sealed class OrderTests
{
    [Fact]
    public void The_last_watermark_waits_for_results_of_the_last_record()
    {
        var seen = new List<string>();
        new ScheduledJob(
            1,
            new LocalJobSettings(),
            (env, schedule) => env.FromSequence(0, 1)
                .FlatMap(x => Enumerable.Range(0, 3).Select(i =>
                {
                    schedule.Stop();
                    return (x * 10) + i;
                }))
                .Process(() => new NotesWatermark(seen)).SinkTo(new RecordingSink<long>())).RunToEnd();

        Assert.Equal(["0", "1", "2", "10", "11", "12"], seen);
    }

    [Fact]
    public void A_watermark_right_behind_a_record_waits_for_results_that_stand_still()
    {
        var seen = new List<string>();
        new ScheduledJob(
            1,
            new LocalJobSettings(),
            (env, schedule) => env.FromSource(new OneThenWatermark(), "one").WithParallelism(1)
                .FlatMap(x => Enumerable.Range(0, 3).Select(i =>
                {
                    schedule.Stop();
                    return (x * 10) + i;
                }))
                .Process(() => new NotesWatermark(seen)).SinkTo(new RecordingSink<long>())).RunToEnd();

        Assert.Equal(["10", "11", "12"], seen);
    }

    [Fact]
    public void A_source_that_has_nothing_more_for_now_does_not_put_suspended_results_to_rest()
    {
        var written = 0;
        var sink = new RecordingSink<long> { OnWrite = _ => written++ };
        var schedule = new ScheduledJob(1, new LocalJobSettings(), (env, run) => env.FromSource(new OneThenNothing(), "one")
            .FlatMap(x => Enumerable.Range(0, 5).Select(i =>
            {
                run.Stop();
                return (long)i;
            }))
            .SinkTo(sink));
        schedule.Job.Open();
        var runs = 1;
        for (; runs < 100 && schedule.RunHead() == Progress.Yielded; runs++)
        {
        }

        Assert.Equal(5, written);
        Assert.InRange(runs, 5, 8);
        schedule.Job.Dispose();
    }

    [Fact]
    public void Every_operator_hears_of_the_end_after_everything_before_it_has_said_all()
    {
        var seen = new List<string>();
        var sink = new RecordingSink<long> { OnWrite = x => seen.Add($"write {x}"), OnFlush = () => seen.Add("flush"), OnCommit = () => seen.Add("commit"), OnClose = () => seen.Add("close") };
        new ScheduledJob(
            3,
            new LocalJobSettings { Credits = 1, BatchRecordsMax = 1, OverdraftBatchesMax = 0 },
            (env, schedule) => env.FromSequence(0, 2)
                .FlatMap(x => new[] { x, x + 10 }.Select(y =>
                {
                    schedule.Stop();
                    return y;
                }))
                .Rebalance().Map(x => x).SinkTo(sink)).RunToEnd();

        Assert.Equal(["write 0", "write 10", "write 1", "write 11", "write 2", "write 12", "flush", "commit", "close"], seen);
    }

    [Fact]
    public void Operators_are_opened_from_the_tail_and_closed_whatever_happened()
    {
        var seen = new List<string>();
        var schedule = new ScheduledJob(1, new LocalJobSettings(), (env, _) => env.FromSequence(0, 2)
            .Process(() => new NotesLife("first", seen)).Process(() => new NotesLife("second", seen))
            .SinkTo(new RecordingSink<long> { OnOpen = () => seen.Add("open sink"), OnClose = () => seen.Add("close sink") }));
        schedule.Job.Open();
        schedule.Job.Dispose();
        schedule.Job.Dispose();

        Assert.Equal(["open sink", "open second", "open first", "close first", "close second", "close sink"], seen);
    }

    [Fact]
    public void An_interrupted_subtask_does_nothing_more()
    {
        var schedule = new ScheduledJob(1, new LocalJobSettings(), (env, _) => env.FromSequence(0, 2).SinkTo(new RecordingSink<long>()));
        schedule.Job.Open();
        schedule.Job.Subtasks[0].Interrupt();

        Assert.Equal(Progress.Waiting, schedule.RunHead());
        Assert.True(schedule.Job.Subtasks[0].Cancelled.IsCancellationRequested);
        schedule.Job.Dispose();
    }

    private sealed class NotesWatermark(List<string> seen) : ProcessFunction<long, long>
    {
        public override void ProcessElement(long value, IProcessContext context, Collector<long> output) =>
            seen.Add(context.CurrentWatermark == long.MinValue ? $"{value}" : $"{value} came too late");
    }

    private sealed class NotesLife(string name, List<string> seen) : ProcessFunction<long, long>
    {
        public override void Open(IRuntimeContext context) => seen.Add($"open {name}");

        public override void ProcessElement(long value, IProcessContext context, Collector<long> output) => output.Collect(value);

        public override void Close() => seen.Add($"close {name}");
    }

    private sealed class OneThenWatermark : WholeSource<long>
    {
        public override SourceReader<long, Whole> CreateReader() => new Reader();

        private sealed class Reader : WholeReader<long>
        {
            private One _one = new(5);

            protected override Progress ReadOn()
            {
                if (Output.Emit(ref _one) is not Progress.Done and var stopped) return stopped;
                Output.Watermark(5);
                return Progress.Done;
            }
        }
    }

    private struct One(long time) : IRecordCursor<long>
    {
        private bool _isOver;

        public bool TryNext(out long record, out long timestamp)
        {
            record = 1;
            timestamp = time;
            if (_isOver) return false;
            return _isOver = true;
        }
    }

    private sealed class OneThenNothing : WholeSource<long>
    {
        public override Boundedness Boundedness => Boundedness.Unbounded;

        public override SourceReader<long, Whole> CreateReader() => new Reader();

        private sealed class Reader : WholeReader<long>
        {
            private One _one = new(Timestamps.None);

            protected override Progress ReadOn() => Output.Emit(ref _one) is not Progress.Done and var stopped ? stopped : Progress.Waiting;
        }
    }
}
