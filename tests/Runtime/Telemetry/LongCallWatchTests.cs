using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Telemetry;
using FlowActors.Runtime.Tests.Cluster;
using FlowActors.Runtime.Tests.Exchange;
using FlowActors.Runtime.Tests.Subtasks;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Tests.Telemetry;

public sealed class LongCallWatchTests : IDisposable
{
    private readonly Log _log = new();
    private readonly Clock _clock = new();
    private readonly Blocks _function = new();
    private readonly LocalJob _job;
    private readonly LongCallWatch _watch;

    public LongCallWatchTests()
    {
        var env = new StreamExecutionEnvironment(new JobSettings { Parallelism = 1 });
        env.FromSequence(1, 1).Process(() => _function).Discard();
        _job = new LocalJob(env, new LocalJobSettings(), new RecordingScope(), _ => { });
        _watch = new LongCallWatch(_job.NodeServices.Subtasks, _log, _clock);
    }

    public void Dispose()
    {
        _function.Release.Set();
        _watch.Dispose();
        _job.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task A_call_that_takes_long_is_told_once_with_the_advice_to_mark_its_operator_as_blocking()
    {
        var opening = LongRunning(_job.Open);
        Assert.True(await _function.Opening.WaitAsync(Patience.Limit));
        AssertToldOnce("^Operator 'Process' of subtask .+ has been inside one call for [0-9.]+ s; mark it as blocking if it waits for something outside$");
        _function.Release.Set();
        await opening.WaitAsync(Patience.Limit);
    }

    [Fact]
    public async Task A_Close_that_takes_long_is_told_once_with_its_timeout()
    {
        _function.IsOpen = true;
        _job.Open();
        var closing = LongRunning(() => _job.Subtasks[0].Close());
        Assert.True(await _function.Closing.WaitAsync(Patience.Limit));
        AssertToldOnce(
            "^Operator 'Process' of subtask .+ has been inside Close for [0-9.]+ s; " +
            @"it is interrupted when flowactors\.cancellation\.close-timeout is over: let Close end sooner, or raise that$");
        _function.Release.Set();
        await closing.WaitAsync(Patience.Limit);
    }

    private static Task LongRunning(Action action) => Task.Factory.StartNew(action, TaskCreationOptions.LongRunning);

    private void AssertToldOnce(string pattern)
    {
        // Ahead by far more than the test may take.
        _clock.Ahead = TimeSpan.FromHours(1);
        _watch.Look();
        _watch.Look();
        Assert.Matches(new Regex(pattern), Assert.Single(_log.Lines));
    }

    /// <summary>Stands still in Open, unless it is open already, and in Close.</summary>
    private sealed class Blocks : ProcessFunction<long, long>
    {
        // Left to the garbage collector: threads may still set them when the test has seen them set.
        public SemaphoreSlim Opening { get; } = new(0);

        public SemaphoreSlim Closing { get; } = new(0);

        public ManualResetEventSlim Release { get; } = new();

        public bool IsOpen { get; set; }

        public override void Open(IRuntimeContext context)
        {
            if (IsOpen) return;
            Opening.Release();
            Release.Wait();
        }

        public override void ProcessElement(long value, IProcessContext context, Collector<long> output) => output.Collect(value);

        public override void Close()
        {
            Closing.Release();
            Release.Wait();
        }
    }

    /// <summary>The process's timestamps, so much ahead; its timers never fire.</summary>
    private sealed class Clock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override long TimestampFrequency => Stopwatch.Frequency;

        public override long GetTimestamp() => Stopwatch.GetTimestamp() + (long)(Ahead.TotalSeconds * Stopwatch.Frequency);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private sealed class Log : ILoggerFactory, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
