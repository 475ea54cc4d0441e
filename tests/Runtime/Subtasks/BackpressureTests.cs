using FlowActors.Operators;
using FlowActors.Functions;
using FlowActors.Runtime.Subtasks;

namespace FlowActors.Runtime.Tests.Subtasks;

/// <summary>One call of user code that emits without end before a sink that takes nothing, or takes it late.</summary>
public sealed class BackpressureTests
{
    private const int Many = 10_000_000;
    private const long Megabyte = 1 << 20;
    private static readonly LocalJobSettings Settings = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ten_million_records_of_one_call_pass_in_bounded_memory(bool collector)
    {
        var before = GC.GetTotalMemory(true);
        var worst = 0L;
        var overdraft = 0.0;
        var received = 0L;
        LocalJob? job = null;
        var sink = new CountingSink(x =>
        {
            received++;
            if (x % 2_500_000 == 250_000) worst = Math.Max(worst, GC.GetTotalMemory(true) - before);
            if (x % 250_000 != 0) return;
            overdraft = Math.Max(overdraft, job!.SubtaskOf("FlatMap").Figures.Metrics()["overdraftBatches"]);
        });
        await using var threaded = new ThreadedJob(Settings, env => FlatMap(env, collector).Rebalance().SinkTo(sink).WithParallelism(1));
        job = threaded.Job;
        await threaded.RunToEndAsync();

        Assert.Equal(Many, received);
        // All of them would be 320 MB.
        Assert.InRange(worst, long.MinValue, 100 * Megabyte);
        Assert.InRange(overdraft, 0, Settings.OverdraftBatchesMax + 2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cancel_ends_it_while_the_sink_stands_still(bool collector)
    {
        using var stands = new ManualResetEventSlim();
        using var never = new CancellationTokenSource();
        var sink = new CountingSink(_ =>
        {
            stands.Set();
            never.Token.WaitHandle.WaitOne();
        });
        await using var threaded = new ThreadedJob(Settings, env => FlatMap(env, collector).Rebalance().SinkTo(sink).WithParallelism(1));
        threaded.Start();
        Assert.True(stands.Wait(TimeSpan.FromSeconds(30)));
        threaded.Interrupt();
        await threaded.Ended;

        Assert.Null(threaded.Failure);
    }

    [Fact]
    public async Task A_cancel_ends_user_code_that_waits_for_room()
    {
        var scope = new Exchange.RecordingScope();
        using var job = new LocalJob(Program(env => FlatMap(env, true).Rebalance().Discard()), Settings, scope, _ => { });
        job.Open();
        var running = Task.Factory.StartNew(() => job.SubtaskOf("FlatMap").Run(), TaskCreationOptions.LongRunning);
        await scope.Entered.WaitAsync(TimeSpan.FromSeconds(30));
        job.SubtaskOf("FlatMap").Interrupt();

        var ended = await Assert.ThrowsAsync<Runtime.Exchange.AttemptEndedException>(() => running.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.True(job.SubtaskOf("FlatMap").IsConsequenceOfInterrupt(ended));
        Assert.Equal(Progress.Waiting, job.SubtaskOf("FlatMap").Run());
    }

    [Fact]
    public async Task A_lost_channel_ends_user_code_that_waits_for_room_and_is_told()
    {
        var scope = new Exchange.RecordingScope();
        using var job = new LocalJob(Program(env => FlatMap(env, true).Rebalance().Discard()), Settings, scope, _ => { });
        job.Open();
        var running = Task.Factory.StartNew(() => job.SubtaskOf("FlatMap").Run(), TaskCreationOptions.LongRunning);
        await scope.Entered.WaitAsync(TimeSpan.FromSeconds(30));
        var lost = new InvalidDataException("lost");
        job.SubtaskOf("FlatMap").Fail(lost);

        Assert.Same(lost, await Assert.ThrowsAsync<InvalidDataException>(() => running.WaitAsync(TimeSpan.FromSeconds(30))));
        Assert.False(job.SubtaskOf("FlatMap").IsConsequenceOfInterrupt(lost));
    }

    [Fact]
    public void A_lost_channel_wakes_a_subtask_that_rests()
    {
        var scheduled = new List<int>();
        using var job = new LocalJob(
            Program(env => env.FromSequence(0, 9).Rebalance().Discard()), Settings, new Exchange.RecordingScope(), scheduled.Add);
        job.Open();
        Assert.Equal(Progress.Waiting, job.Subtasks[1].Run());
        job.Subtasks[1].Fail(new InvalidDataException("lost"));

        Assert.Equal([1], scheduled);
        Assert.Throws<InvalidDataException>(() => job.Subtasks[1].Run());
    }

    [Fact]
    public void A_blocked_subtask_sends_what_is_open_for_its_other_outputs()
    {
        var settings = new LocalJobSettings { Credits = 1, BatchRecordsMax = 4 };
        using var job = new LocalJob(
            Program(env =>
            {
                var numbers = env.SetFlushInterval(TimeSpan.FromDays(1)).FromSequence(0, 99);
                numbers.Rebalance().SinkTo(new RecordingSink<long>()).WithName("full");
                numbers.Filter(x => x == 0).Rebalance().SinkTo(new RecordingSink<long>()).WithName("waits");
            }),
            settings,
            new Exchange.RecordingScope(),
            _ => { });
        job.Open();
        Assert.Equal(Progress.OutputFull, RunToRest(job.Subtasks[0]));

        Assert.Equal(1, job.SubtaskOf("waits").Figures.Metrics()["inputQueueLength"]);
    }

    [Fact]
    public void A_job_that_says_nothing_flushes_as_the_node_is_configured()
    {
        Assert.True(BatchesOfThreeRuns(node: TimeSpan.Zero, job: null) > BatchesOfThreeRuns(node: TimeSpan.FromDays(30_000), job: null));
        Assert.Equal(BatchesOfThreeRuns(node: TimeSpan.FromDays(30_000), job: null), BatchesOfThreeRuns(node: TimeSpan.Zero, job: TimeSpan.FromDays(30_000)));

        static double BatchesOfThreeRuns(TimeSpan node, TimeSpan? job)
        {
            var settings = new LocalJobSettings { Credits = 16, BatchRecordsMax = 10_000, Quantum = TimeSpan.FromTicks(1), FlushInterval = node };
            using var local = new LocalJob(
                Program(env =>
                {
                    if (job is { } interval) env.SetFlushInterval(interval);
                    env.FromSequence(0, 9999).Rebalance().SinkTo(new RecordingSink<long>()).WithName("end");
                }),
                settings,
                new Exchange.RecordingScope(),
                _ => { });
            local.Open();
            for (var i = 0; i < 3; i++) Assert.Equal(Progress.Yielded, local.Subtasks[0].Run());
            return local.SubtaskOf("end").Figures.Metrics()["inputQueueLength"];
        }
    }

    [Fact]
    public void The_usage_of_inputs_and_outputs_is_the_share_of_their_credits_that_are_used()
    {
        var settings = new LocalJobSettings { Credits = 4, BatchRecordsMax = 1 };
        using var job = new LocalJob(
            Program(env => env.FromSequence(0, 2).Rebalance().SinkTo(new RecordingSink<long>()).WithName("end")),
            settings,
            new Exchange.RecordingScope(),
            _ => { });
        job.Open();
        Assert.Equal((0, 0), Usage("Sequence Source"));
        Assert.Equal((0, 0), Usage("end"));
        RunToRest(job.Subtasks[0]);

        // Three records, each a batch of its own, and the end of the input.
        Assert.Equal((0, 1), Usage("Sequence Source"));
        Assert.Equal((1, 0), Usage("end"));
        RunToRest(job.SubtaskOf("end"));
        Assert.Equal((0, 0), Usage("Sequence Source"));
        Assert.Equal((0, 0), Usage("end"));

        (double In, double Out) Usage(string name)
        {
            var metrics = job.SubtaskOf(name).Figures.Metrics();
            return (metrics["inPoolUsage"], metrics["outPoolUsage"]);
        }
    }

    [Fact]
    public async Task User_code_that_waits_for_room_is_back_pressured_and_not_busy()
    {
        var scope = new Exchange.RecordingScope();
        var settings = new LocalJobSettings { Credits = 1, BatchRecordsMax = 1, OverdraftBatchesMax = 1, Quantum = TimeSpan.FromDays(1) };
        using var job = new LocalJob(
            Program(env => env.FromElements(1).FlatMap((int _, Collector<int> output) =>
            {
                for (var i = 0; i < 100; i++) output.Collect(i);
            }).WithParallelism(1).Rebalance().SinkTo(new RecordingSink<int>())),
            settings,
            scope,
            _ => { });
        job.Open();
        var source = job.Subtasks[0];
        var run = Task.Factory.StartNew(source.Run, TaskCreationOptions.LongRunning);
        await scope.Entered.WaitAsync(TimeSpan.FromSeconds(30));

        // The share of a wait grows from look to look; were it busy, that of back pressure would fall.
        var first = BackPressured();
        await Condition(() => BackPressured() > first && BackPressured() > 500);
        source.Interrupt();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(TimeSpan.FromSeconds(30)));

        double BackPressured() => source.Figures.Metrics()["backPressuredTimeMsPerSecond"];
    }

    // A quantum may be over before the work is: the first run compiles.
    private static Progress RunToRest(Subtask subtask)
    {
        while (true)
        {
            if (subtask.Run() is var result and not Progress.Yielded) return result;
        }
    }

    private static async Task Condition(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!holds())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static StreamExecutionEnvironment Program(Action<StreamExecutionEnvironment> build)
    {
        var env = new StreamExecutionEnvironment(new Graph.JobSettings { Parallelism = 1 });
        build(env);
        return env;
    }

    private static DataStream<Wide> FlatMap(StreamExecutionEnvironment env, bool collector) => collector
        ? env.FromElements(1).FlatMap((int _, Collector<Wide> output) =>
        {
            for (var i = 0; i < Many; i++) output.Collect(new Wide(i, 0, 0, 0));
        }).WithParallelism(1)
        : env.FromElements(1).FlatMap(_ => Enumerable.Range(0, Many).Select(i => new Wide(i, 0, 0, 0))).WithParallelism(1);

    /// <summary>32 bytes.</summary>
    internal readonly record struct Wide(long Number, long B, long C, long D);

    private sealed class CountingSink(Action<long> onWrite) : Sinks.Sink<Wide>
    {
        public override Sinks.SinkWriter<Wide> CreateWriter() => new Writer(onWrite);

        private sealed class Writer(Action<long> onWrite) : Sinks.SinkWriter<Wide>
        {
            public override void Write(Wide value, long timestamp) => onWrite(value.Number);
        }
    }
}
