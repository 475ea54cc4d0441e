using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.Operators;
using FlowActors.Partitioning;
using FlowActors.Runtime.Logging;
using FlowActors.Sources;

namespace FlowActors.Runtime.Tests.Subtasks;

/// <summary>Operators that stand still with more results than their outputs take, and what may and may not pass them.</summary>
public sealed class SuspendedOutputTests
{
    [Fact]
    public async Task An_endless_flatMap_behind_two_records_of_one_call_ends_with_its_attempt()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var count = 0L;
        IEnumerable<long> Endless(long x)
        {
            while (true)
            {
                if (++count == 100_000) started.TrySetResult();
                yield return x;
            }
        }

        // Nothing leaves the subtask, so that no full output stops it either.
        await using var job = new ThreadedJob(new LocalJobSettings(), env => env.FromSequence(0, 1)
            .FlatMap((long x, Collector<long> output) =>
            {
                output.Collect(x);
                output.Collect(x + 1);
            })
            .FlatMap(Endless).Filter(x => false).Discard());
        job.Start();
        await started.Task.WaitAsync(Cluster.Patience.Limit);
        job.Interrupt();
        await job.Ended.WaitAsync(Cluster.Patience.Limit);
    }

    [Fact]
    public void What_a_watermark_has_made_waits_for_room_also_when_the_input_becomes_idle_with_it()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var forced = 0;
            var results = new List<long>();
            var heard = new List<string>();
            var job = new ScheduledJob(seed, new LocalJobSettings { Credits = 1, BatchRecordsMax = 1, OverdraftBatchesMax = 2 }, (settings, schedule) => new StreamGraph(
                "test",
                [
                    new SourceNode<long>(0, "a", new WatermarkThenIdle(10)) { Kind = "Watermark" },
                    new SourceNode<long>(1, "b", new WatermarkThenIdle(20)) { Kind = "Watermark" },
                    new OperatorNode(2, "timers", [typeof(long)], [new OutputPort(typeof(long))], () => new Timers(() => forced++)) { Kind = "Timers" },
                    new OperatorNode(3, "end", [typeof(long)], [], () => new Keeping(results, heard)) { Kind = "End" },
                ],
                [
                    new StreamEdge<long>(new NodePort(0), new NodePort(2), new RebalancePartitioner<long>()),
                    new StreamEdge<long>(new NodePort(1), new NodePort(2), new RebalancePartitioner<long>()),
                    new StreamEdge<long>(new NodePort(2), new NodePort(3), new RebalancePartitioner<long>()),
                ],
                settings));
            job.Job.Open();
            job.Steps(20_000);
            job.Job.Dispose();
            Assert.Equal(0, forced);
            Assert.Equal(Enumerable.Repeat(Enumerable.Range(1, 1_000).Reverse().Select(i => (long)i), results.Count / 1_000).SelectMany(i => i), results);
            Assert.Equal(["watermark 20", "idle"], heard[^2..]);
        }
    }

    [Fact]
    public void An_abort_names_the_operator_also_where_the_barrier_waits_in_its_channel()
    {
        var job = new ScheduledJob(1, new LocalJobSettings { Credits = 4, BatchRecordsMax = 2 }, (settings, schedule) => new StreamGraph(
            "test",
            [
                new SourceNode<long>(0, "numbers", new Listed<long>([.. Enumerable.Range(0, 4_000).Select(i => (long)i)])) { Kind = "Listed" },
                new OperatorNode(1, "endless", [typeof(long)], [new OutputPort(typeof(long))], () => new EndlessResults(schedule)) { Kind = "Endless" },
                new OperatorNode(2, "end", [typeof(long)], [], () => new Keeping([], [])) { Kind = "End" },
            ],
            [
                new StreamEdge<long>(new NodePort(0), new NodePort(1), new RebalancePartitioner<long>()),
                new StreamEdge<long>(new NodePort(1), new NodePort(2), new RebalancePartitioner<long>()),
            ],
            settings));
        job.Job.Open();
        // The first records are with the endless operator before the barrier comes.
        job.Steps(20);
        job.Job.Subtasks[0].EnterBarrier(new(7));
        job.Steps(60);
        foreach (var subtask in job.Job.Subtasks) subtask.AbortCheckpoint(7);
        job.Steps(60);
        var warnings = job.Job.Warnings.ToArray();
        job.Job.Dispose();
        Assert.Equal([(EventIds.BarrierHeldUp, "endless")], warnings);
    }

    [Fact]
    public void An_operator_may_emit_as_it_opens_behind_more_than_an_output_takes()
    {
        var results = new List<long>();
        var job = new ScheduledJob(
            1,
            new LocalJobSettings { Credits = 1, BatchRecordsMax = 1, OverdraftBatchesMax = 2 },
            (settings, _) => new StreamGraph(
                "test",
                [
                    new SourceNode<long>(0, "numbers", new Listed<long>([1, 2, 3])) { Kind = "Listed" },
                    new OperatorNode(1, "many", [typeof(long)], [new OutputPort(typeof(long))], () => new Many()) { Kind = "Many" },
                    new OperatorNode(2, "end", [typeof(long)], [], () => new Keeping(results, [])) { Kind = "End" },
                ],
                [
                    new StreamEdge<long>(new NodePort(0), new NodePort(1), new ForwardPartitioner<long>()),
                    new StreamEdge<long>(new NodePort(1), new NodePort(2), new RebalancePartitioner<long>()),
                ],
                settings));
        // A wait for room would never end: nobody reads before all are open.
        job.Job.Open();
        job.Steps(1_000);
        job.Job.Dispose();
        Assert.Equal([.. Enumerable.Range(0, 20), 1, 2, 3], results.Select(r => (int)r));
    }

    private sealed class WatermarkThenIdle(long watermark) : WholeSource<long>
    {
        public override SourceReader<long, Whole> CreateReader() => new Reader(watermark);

        private sealed class Reader(long watermark) : WholeReader<long>
        {
            private bool _done;

            public override void Open(SourceReaderContext<long> context)
            {
                base.Open(context);
                // Neither is idle before it has said its watermark.
                Output.Status(true);
            }

            protected override Progress ReadOn()
            {
                if (_done) return Progress.Waiting;
                _done = true;
                Output.Watermark(watermark);
                Output.Status(false);
                return Progress.Waiting;
            }
        }
    }

    // 1,000 results for each watermark.
    private sealed class Timers(Action forced) : SuspendableOperator<long, long>
    {
        private int _left;
        private long _watermark;

        protected override bool Begin(long value, long timestamp) => false;

        protected override bool BeginWatermark(long timestamp)
        {
            (_left, _watermark) = (1_000, timestamp);
            return true;
        }

        protected override bool EmitNext()
        {
            if (Context.Quantum.IsOutputFull) forced();
            if (_left == 0)
            {
                EventTime.Watermark(_watermark);
                return false;
            }

            Output.Collect(_left--, Timestamps.None);
            return true;
        }
    }

    private sealed class EndlessResults(ScheduledJob schedule) : SuspendableOperator<long, long>
    {
        protected override bool Begin(long value, long timestamp) => true;

        protected override bool EmitNext()
        {
            Output.Collect(1, Timestamps.None);
            schedule.MayStop();
            return true;
        }
    }

    private sealed class Many : OneInputOperator<long, long>
    {
        public override void Open()
        {
            for (var i = 0; i < 20; i++) Output.Collect(i, Timestamps.None);
        }

        public override void Collect(long value, long timestamp) => Output.Collect(value, timestamp);
    }

    private sealed class Keeping(List<long> records, List<string> heard) : OneInputOperator<long, Nothing>
    {
        public override void Collect(long value, long timestamp) => records.Add(value);

        public override void Watermark(long timestamp) => heard.Add($"watermark {timestamp}");

        public override void Status(bool active) => heard.Add(active ? "active" : "idle");
    }
}
