using FlowActors.Graph;
using FlowActors.Operators;
using FlowActors.Partitioning;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Subtasks;

namespace FlowActors.Runtime.Tests.Subtasks;

/// <summary>What may happen between two elements, and what waits for what.</summary>
public sealed class LoopTests
{
    private static readonly LocalJobSettings Settings = new() { Quantum = TimeSpan.FromDays(1), FlushInterval = TimeSpan.FromMilliseconds(1) };

    [Fact]
    public void What_is_posted_is_done_while_an_output_is_full()
    {
        using var job = Job(
            env => env.FromSequence(0, 1_000).Rebalance().SinkTo(new RecordingSink<long>()), Settings with { Credits = 1, BatchRecordsMax = 1, OverdraftBatchesMax = 0 });
        job.Open();
        while (job.Subtasks[0].Run() != Progress.OutputFull)
        {
        }

        var done = 0;
        job.Subtasks[0].Posted.Post(() => done++);
        Assert.Equal(Progress.OutputFull, job.Subtasks[0].Run());
        Assert.Equal(1, done);
    }

    [Fact]
    public void Posting_stops_the_loop_before_its_next_record_and_wakes_who_rests()
    {
        var scheduled = new List<int>();
        var seen = new List<long>();
        LocalJob? job = null;
        var done = -1;
        using (job = Job(
            env => env.FromSequence(0, 9).Map(x =>
            {
                seen.Add(x);
                if (x == 4) job!.Subtasks[0].Posted.Post(() => done = seen.Count);
                return x;
            }).Rebalance().SinkTo(new RecordingSink<long>()),
            schedule: scheduled.Add))
        {
            job.Open();
            Assert.Equal(Progress.Yielded, job.Subtasks[0].Run());
            Assert.Equal((5, -1), (seen.Count, done));
            job.Subtasks[0].Run();
            Assert.Equal(5, done);

            Assert.NotEqual(Progress.Yielded, job.Subtasks[1].Run());
            scheduled.Clear();
            job.Subtasks[1].Posted.Post(() => { });
            Assert.Equal([1], scheduled);
        }
    }

    [Fact]
    public void Queries_that_are_asked_again_and_again_do_not_hold_records_up()
    {
        var seen = 0L;
        LocalJob? job = null;
        using (job = Job(env => env.FromSequence(1, 100).Map(x => seen = x).Rebalance().SinkTo(new RecordingSink<long>())))
        {
            job.Open();
            var asked = 0;
            void Ask()
            {
                asked++;
                job.Subtasks[0].Posted.TryPostQuery(Ask, () => { });
            }

            Ask();
            for (var i = 0; i < 100 && seen < 100; i++) job.Subtasks[0].Run();
            Assert.Equal(100, seen);
            Assert.True(asked > 1);
        }
    }

    [Fact]
    public void Queries_that_wait_when_the_subtask_ends_are_told_so()
    {
        var refused = 0;
        var job = Job(env => env.FromSequence(1, 100).Rebalance().SinkTo(new RecordingSink<long>()));
        job.Open();
        Assert.True(job.Subtasks[0].Posted.TryPostQuery(() => { }, () => refused++));
        job.Dispose();
        Assert.Equal(1, refused);
        Assert.False(job.Subtasks[0].Posted.TryPostQuery(() => { }, () => refused++));
    }

    [Fact]
    public void A_barrier_waits_behind_suspended_output_and_goes_out_behind_all_of_it()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var log = new List<string>();
            var job = new ScheduledJob(seed, new LocalJobSettings { Credits = 1, BatchRecordsMax = 2 }, (settings, schedule) => Program(settings, log, schedule, endless: false));
            job.Job.Open();
            job.Run();
            job.Job.Subtasks[0].EnterBarrier(new(1));
            while (!log.Contains("last snapshot 1")) job.Steps(1);
            job.Run();
            job.Job.Subtasks[0].EnterBarrier(new(2));
            job.RunOpenToEnd();

            foreach (var operatorName in new[] { "twice", "last" })
            {
                Assert.Equal(
                    ["prepare 1", "snapshot 1", "prepare 2", "snapshot 2", "end"],
                    log.Where(l => l.StartsWith(operatorName, StringComparison.Ordinal) && !l.Contains("record", StringComparison.Ordinal)).Select(l => l[(operatorName.Length + 1)..]));
            }

            // What "twice" emits for a barrier reaches "last" before the barrier does, and what it emits for its records after that does not.
            for (var checkpoint = 1; checkpoint <= 2; checkpoint++)
            {
                var before = log.TakeWhile(l => l != $"twice snapshot {checkpoint}").Count(l => l == "twice record");
                Assert.Equal((2 * before) + (3 * checkpoint), log.TakeWhile(l => l != $"last prepare {checkpoint}").Count(l => l == "last record"));
            }
        }
    }

    [Fact]
    public void A_barrier_that_an_endless_operator_holds_up_is_dropped_when_the_checkpoint_is_aborted()
    {
        var log = new List<string>();
        var job = new ScheduledJob(1, new LocalJobSettings { Credits = 1, BatchRecordsMax = 2 }, (settings, schedule) => Program(settings, log, schedule, endless: true));
        job.Job.Open();
        job.Steps(20);
        var source = job.Job.Subtasks[0];
        source.EnterBarrier(new(7));
        job.Steps(20);
        Assert.DoesNotContain("twice prepare 7", log);
        source.AbortCheckpoint(7);
        job.Steps(20);
        Assert.Contains("twice aborted 7", log);
        Assert.Contains((FlowActors.Runtime.Logging.EventIds.BarrierHeldUp, "twice"), job.Job.Warnings);
        job.Job.Dispose();
    }

    [Fact]
    public void What_stands_still_at_a_complete_checkpoint_reads_on_only_when_that_is_over()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var log = new List<string>();
            var job = new ScheduledJob(seed, new LocalJobSettings { Credits = 1, BatchRecordsMax = 2 }, (settings, schedule) => Program(settings, log, schedule, endless: false));
            job.Job.Open();
            job.Run();
            job.Job.Subtasks[0].EnterBarrier(new(5, CheckpointKind.StopWithSavepoint));
            while (!log.Contains("last snapshot 5")) job.Steps(1);
            job.Steps(1_000);
            var stood = log.Count;
            // A coordinator that follows aborts what the one before had under way, and that one had completed 5.
            foreach (var subtask in job.Job.Subtasks) subtask.AbortCheckpoint(64, [5]);
            job.Steps(1_000);
            Assert.DoesNotContain(log.Skip(stood), l => l.EndsWith("record", StringComparison.Ordinal));
            foreach (var subtask in job.Job.Subtasks) subtask.AbortCheckpoint(65);
            job.RunOpenToEnd();
            Assert.Contains(log.Skip(stood), l => l.EndsWith("record", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void An_abort_travels_and_a_higher_number_cancels_the_checkpoint_under_way()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var log = new List<string>();
            var job = new ScheduledJob(seed, new LocalJobSettings { Credits = 1, BatchRecordsMax = 2 }, (settings, schedule) => TwoSources(settings, log, schedule));
            job.Job.Open();
            var (first, second) = (job.Job.Subtasks[0], job.Job.Subtasks[1]);
            job.Run();
            // Only one of the sources hears of checkpoint 1, and of 2 only that it is aborted; 3 passes.
            first.EnterBarrier(new(1));
            job.Run();
            if (seed % 2 == 0) first.EnterBarrier(new(2));
            else second.EnterBarrier(new(2));
            job.Run();
            if (seed % 4 < 2) first.AbortCheckpoint(2);
            else second.AbortCheckpoint(2);
            job.Run();
            first.EnterBarrier(new(3));
            second.EnterBarrier(new(3));
            job.RunOpenToEnd();

            Assert.Equal(["prepare 3", "snapshot 3"], log.Where(l => l.StartsWith("end prepare", StringComparison.Ordinal) || l.StartsWith("end snapshot", StringComparison.Ordinal)).Select(l => l[4..]));
            Assert.Equal(4_000, log.Count(l => l == "end record"));
        }
    }

    [Fact]
    public void A_subtask_that_has_ended_still_takes_part()
    {
        var log = new List<string>();
        var job = new ScheduledJob(1, new LocalJobSettings(), (settings, schedule) => Program(settings, log, schedule, endless: false), stopOneIn: 0);
        job.Job.Open();
        for (var i = 0; i < 200; i++) job.Job.Subtasks[0].Run();
        Assert.Contains("last end", log);
        job.Job.Subtasks[0].EnterBarrier(new(5));
        Assert.Equal(Progress.Done, job.Job.Subtasks[0].Run());
        Assert.Contains("twice snapshot 5", log);
        Assert.Contains("last snapshot 5", log);
        job.Job.Dispose();
    }

    [Fact]
    public void An_operator_that_waits_costs_no_run_and_keeps_what_comes_in_order()
    {
        var log = new List<string>();
        var calls = new Queue<(long Value, ICompletions Completions, Action<long> Done)>();
        var scheduled = new List<int>();
        using var job = new LocalJob(
            Asking(log, calls), Settings, new Exchange.RecordingScope(), scheduled.Add);
        job.Open();
        var subtask = job.Subtasks[0];
        Assert.Equal(Progress.Waiting, subtask.Run());
        // Two calls are under way, which is the capacity, and the third record waits.
        Assert.Equal(2, calls.Count);
        scheduled.Clear();
        Assert.Empty(log);
        for (var i = 0L; i < 6; i++)
        {
            var (value, completions, done) = calls.Dequeue();
            completions.Complete(() => done(value));
            Assert.Equal([0], scheduled);
            scheduled.Clear();
            var progress = subtask.Run();
            Assert.Equal(i < 5 ? Progress.Waiting : Progress.Done, progress);
        }

        Assert.Equal(["0", "1", "2", "3", "4", "5", "end"], log);
    }

    private static LocalJob Job(Action<StreamExecutionEnvironment> build, LocalJobSettings? settings = null, Action<int>? schedule = null)
    {
        var env = new StreamExecutionEnvironment(new JobSettings { Parallelism = 1 });
        build(env);
        return new LocalJob(env, settings ?? Settings, new Exchange.RecordingScope(), schedule ?? (_ => { }));
    }

    // numbers → twice (two results for a record, three for a barrier, through the engine's loop) → last, chained; → end.
    private static StreamGraph Program(JobSettings settings, List<string> log, ScheduledJob schedule, bool endless) => new(
        "test",
        [
            new SourceNode<long>(0, "numbers", new Listed<long>([.. Enumerable.Range(0, 40).Select(i => (long)i)])) { Kind = "Listed" },
            new OperatorNode(1, "twice", [typeof(long)], [new OutputPort(typeof(long))], () => new Twice(log, schedule, endless)) { Kind = "Twice" },
            new OperatorNode(2, "last", [typeof(long)], [new OutputPort(typeof(long))], () => new Last(log, schedule)) { Kind = "Last" },
            new OperatorNode(3, "end", [typeof(long)], [], () => new Last([], schedule)) { Kind = "End" },
        ],
        [
            new StreamEdge<long>(new NodePort(0), new NodePort(1), new ForwardPartitioner<long>()),
            new StreamEdge<long>(new NodePort(1), new NodePort(2), new ForwardPartitioner<long>()),
            new StreamEdge<long>(new NodePort(2), new NodePort(3), new RebalancePartitioner<long>()),
        ],
        settings);

    // two sources → end, without chains.
    private static StreamGraph TwoSources(JobSettings settings, List<string> log, ScheduledJob schedule) => new(
        "test",
        [
            new SourceNode<long>(0, "a", new Listed<long>([.. Enumerable.Range(0, 2_000).Select(i => (long)i)])) { Kind = "Listed" },
            new SourceNode<long>(1, "b", new Listed<long>([.. Enumerable.Range(0, 2_000).Select(i => (long)i)])) { Kind = "Listed" },
            new OperatorNode(2, "end", [typeof(long)], [], () => new Last(log, schedule, "end")) { Kind = "End" },
        ],
        [
            new StreamEdge<long>(new NodePort(0), new NodePort(2), new ForwardPartitioner<long>()),
            new StreamEdge<long>(new NodePort(1), new NodePort(2), new ForwardPartitioner<long>()),
        ],
        settings);

    private static StreamGraph Asking(List<string> log, Queue<(long, ICompletions, Action<long>)> calls) => new(
        "test",
        [
            new SourceNode<long>(0, "numbers", new Listed<long>([.. Enumerable.Range(0, 6).Select(i => (long)i)])) { Kind = "Listed" },
            new OperatorNode(1, "asking", [typeof(long)], [], () => new AskingOperator(log, calls)) { Kind = "Asking" },
        ],
        [new StreamEdge<long>(new NodePort(0), new NodePort(1), new ForwardPartitioner<long>())],
        new JobSettings { Parallelism = 1 });

    private sealed class Twice(List<string> log, ScheduledJob schedule, bool endless) : SuspendableOperator<long, long>
    {
        private long _value;
        private int _left;
        private bool _isForBarrier;

        public override void PrepareBarrier(long checkpointId)
        {
            log.Add($"twice prepare {checkpointId}");
            _isForBarrier = true;
            _left = 3;
            StartPending();
        }

        public override void Snapshot(long checkpointId)
        {
            Assert.Equal(0, _left);
            log.Add($"twice snapshot {checkpointId}");
        }

        public override void CheckpointAborted(long checkpointId) => log.Add($"twice aborted {checkpointId}");

        protected override bool Begin(long value, long timestamp)
        {
            log.Add("twice record");
            _isForBarrier = false;
            _value = value;
            _left = endless ? int.MaxValue : 2;
            return true;
        }

        protected override bool BeginEnd()
        {
            log.Add("twice end");
            return false;
        }

        protected override bool EmitNext()
        {
            if (_left == 0) return false;
            _left--;
            Output.Collect(_isForBarrier ? -1 : _value, Timestamps.None);
            schedule.MayStop();
            return true;
        }
    }

    private sealed class Last(List<string> log, ScheduledJob schedule, string name = "last") : OneInputOperator<long, long>
    {
        public override void Collect(long value, long timestamp)
        {
            log.Add($"{name} record");
            Output.Collect(value, timestamp);
            schedule.MayStop();
        }

        public override void PrepareBarrier(long checkpointId) => log.Add($"{name} prepare {checkpointId}");

        public override void Snapshot(long checkpointId) => log.Add($"{name} snapshot {checkpointId}");

        public override void EndInput(int input) => log.Add($"{name} end");
    }

    /// <summary>Asks somebody else about each record, two at once, and emits the answers in the order of the records.</summary>
    private sealed class AskingOperator(List<string> log, Queue<(long, ICompletions, Action<long>)> calls) : OneInputOperator<long, Nothing>
    {
        private ICompletions? _completions;
        private long? _waiting;
        private int _underWay;
        private bool _ends;

        public override void Open() => _completions = Context.CreateCompletions(2);

        public override void Collect(long value, long timestamp)
        {
            Assert.Null(_waiting);
            if (TryAsk(value)) return;
            _waiting = value;
            Context.Suspend();
        }

        public override Progress Resume()
        {
            if (_waiting is { } value)
            {
                if (!TryAsk(value)) return Progress.Waiting;
                _waiting = null;
            }

            if (_ends && _underWay > 0) return Progress.Waiting;
            if (_ends) log.Add("end");
            return Progress.Done;
        }

        public override void EndInput(int input)
        {
            _ends = true;
            Context.Suspend();
        }

        private bool TryAsk(long value)
        {
            if (!_completions!.TryReserve()) return false;
            _underWay++;
            calls.Enqueue((value, _completions, answer =>
            {
                _underWay--;
                log.Add($"{answer}");
            }));
            return true;
        }
    }
}
