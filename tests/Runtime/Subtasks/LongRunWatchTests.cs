using System.Diagnostics;
using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.Operators;
using FlowActors.Threading;

namespace FlowActors.Runtime.Tests.Subtasks;

/// <summary>Time, not counts, sends records on.</summary>
public sealed class LongRunWatchTests
{
    private static readonly LocalJobSettings Settings = new() { Quantum = TimeSpan.FromDays(1), FlushInterval = TimeSpan.FromMilliseconds(1) };

    [Fact]
    public async Task Time_sends_on_what_a_slow_function_has_emitted()
    {
        using var slow = new Gate(at: 3);
        using var job = Job(env => env.FromSequence(0, 1_000).Map(slow.Pass).Rebalance().SinkTo(new RecordingSink<long>()).WithName("end"));
        job.Open();
        var run = Task.Factory.StartNew(job.Subtasks[0].Run, TaskCreationOptions.LongRunning);
        await slow.ReachedAsync();
        job.NodeServices.LongRuns.Look(Stopwatch.GetTimestamp() + Stopwatch.Frequency);
        slow.Open();

        // The run ends before its next record, and lets go what it had.
        Assert.Equal(Progress.Yielded, await run.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(4, job.SubtaskOf("Sequence Source").Figures.Metrics()["numRecordsOut"]);
        Assert.Equal(1, job.SubtaskOf("end").Figures.Metrics()["inputQueueLength"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Time_sends_on_what_one_call_has_emitted_at_its_next_emission(bool broadcast)
    {
        using var slow = new Gate(at: 5);
        using var again = new Gate(at: 5);
        using var job = Job(env =>
        {
            var numbers = env.FromElements(1).FlatMap((int _, Collector<long> output) =>
            {
                for (var i = 0L; i < 10; i++)
                {
                    slow.Pass(i);
                    output.Collect(i);
                    again.Pass(i);
                }
            }).WithParallelism(1);
            (broadcast ? numbers.Broadcast() : numbers.PartitionByHash(x => x)).SinkTo(new RecordingSink<long>()).WithName("end");
        });
        job.Open();
        var subtask = job.SubtaskOf("FlatMap");
        var run = Task.Factory.StartNew(subtask.Run, TaskCreationOptions.LongRunning);
        await slow.ReachedAsync();
        Assert.Equal(0, subtask.Figures.Metrics()["numRecordsOut"]);
        job.NodeServices.LongRuns.Look(Stopwatch.GetTimestamp() + Stopwatch.Frequency);
        slow.Open();
        await again.ReachedAsync();

        // The call is still inside.
        Assert.Equal(6, subtask.Figures.Metrics()["numRecordsOut"]);
        again.Open();
        await run.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_run_that_is_younger_than_the_flush_interval_is_left_alone()
    {
        using var job = Job(env => env.FromSequence(0, 1_000).Rebalance().SinkTo(new RecordingSink<long>()));
        job.Open();
        job.Subtasks[0].Quantum.Begin(Stopwatch.GetTimestamp());
        job.Subtasks[0].Figures.RunStarts(Stopwatch.GetTimestamp());
        job.NodeServices.LongRuns.Look(Stopwatch.GetTimestamp() - Stopwatch.Frequency);
        Assert.False(job.Subtasks[0].Quantum.IsRaised);
    }

    [Fact]
    public async Task The_watch_sleeps_while_nothing_runs_and_wakes_for_a_run()
    {
        using var slow = new Gate(at: 0);
        using var job = Job(env => env.FromSequence(0, 1_000).Map(slow.Pass).Rebalance().SinkTo(new RecordingSink<long>()));
        using var watch = job.NodeServices.LongRuns;
        job.Open();
        watch.Start(ProcessThreads.Instance);
        await Condition(() => watch.IsAsleep);
        var run = Task.Factory.StartNew(
            () =>
            {
                // What is compiled on the way may take longer than a run should.
                while (!slow.IsReached) Assert.Equal(Progress.Yielded, job.Subtasks[0].Run());
                return Progress.Yielded;
            },
            TaskCreationOptions.LongRunning);
        await slow.ReachedAsync();
        await Condition(() => job.Subtasks[0].Quantum.IsRaised);
        slow.Open();
        Assert.Equal(Progress.Yielded, await run.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    private static Task Condition(Func<bool> holds) => Task.Run(() => SpinWait.SpinUntil(holds, TimeSpan.FromSeconds(30)).ToString()).ContinueWith(t => Assert.Equal("True", t.Result), TaskScheduler.Default);

    private static LocalJob Job(Action<StreamExecutionEnvironment> build)
    {
        var env = new StreamExecutionEnvironment(new JobSettings { Parallelism = 1 });
        build(env);
        return new LocalJob(env, Settings, new Exchange.RecordingScope(), _ => { });
    }

    /// <summary>Lets numbers pass but one, which waits until it is opened.</summary>
    private sealed class Gate(long at) : IDisposable
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _open = new();

        public Task ReachedAsync() => _reached.Task.WaitAsync(TimeSpan.FromSeconds(30));

        public bool IsReached => _reached.Task.IsCompleted;

        public void Open() => _open.Set();

        public long Pass(long number)
        {
            if (number != at) return number;
            _reached.TrySetResult();
            _open.Wait(TimeSpan.FromSeconds(30));
            return number;
        }

        public void Dispose() => _open.Dispose();
    }
}
