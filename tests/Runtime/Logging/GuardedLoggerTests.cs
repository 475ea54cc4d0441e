using System.Collections.Concurrent;
using FlowActors.Runtime.Logging;
using FlowActors.Runtime.Tests.Cluster;
using FlowActors.Runtime.Tests.Threading;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Tests.Logging;

public sealed class GuardedLoggerTests
{
    private readonly HandThreads _threads = new();
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ManualResetEventSlim _release = new();

    [Fact]
    public void A_line_is_written_when_the_call_returns()
    {
        var log = Logger(_lines.Enqueue, Patience.Limit);
        for (var i = 0; i < 100; i++)
        {
            Write(log, $"line {i}");
            Assert.Equal(i + 1, _lines.Count);
        }

        Assert.Equal("line 99", _lines.Last());
    }

    [Fact]
    public void What_a_logger_throws_reaches_nobody()
    {
        var log = Logger(_ => throw new InvalidDataException("broken"), Patience.Limit, () => throw new InvalidDataException("broken"));
        Write(log, "a line");
        Assert.False(log.IsEnabled(LogLevel.Warning));
        var loggers = new GuardedLoggerFactory(new Loggers(() => throw new InvalidDataException("broken")), new LogThread(_threads, Patience.Limit));
        Write(loggers.CreateLogger("any"), "a line");
    }

    [Fact]
    public void A_logger_that_blocks_holds_one_call_up_and_one_thread_and_loses_no_line_of_the_queue()
    {
        var log = Logger(Blocks, TimeSpan.FromMilliseconds(10));
        for (var i = 0; i < 1_000; i++) Write(log, $"line {i}");
        Assert.Empty(_lines);
        Assert.Equal(1, _threads.Running);

        _release.Set();
        Assert.True(SpinWait.SpinUntil(() => _lines.Count == 1_000, Patience.Limit));
        Assert.Equal(Enumerable.Range(0, 1_000).Select(i => $"line {i}"), _lines);
    }

    [Fact]
    public void The_queue_of_a_logger_that_blocks_has_an_end()
    {
        var thread = new LogThread(_threads, TimeSpan.FromMilliseconds(1));
        var log = new GuardedLoggerFactory(new Loggers(() => new Log(Blocks)), thread).CreateLogger("any");
        for (var i = 0; i < 10_000; i++) Write(log, $"line {i}");
        Assert.InRange(thread.Lost, 1, 10_000);
        _release.Set();
        Assert.True(SpinWait.SpinUntil(() => _lines.Count + thread.Lost == 10_000, Patience.Limit));
    }

    [Fact]
    public void A_logger_that_logs_does_not_wait_for_itself()
    {
        ILogger? log = null;
        log = Logger(
            line =>
            {
                if (line == "outer") Write(log!, "inner");
                _lines.Enqueue(line);
            },
            Patience.Limit);
        Write(log, "outer");
        Assert.Equal(["inner", "outer"], _lines);
    }

    private static void Write(ILogger log, string line) => log.Log(LogLevel.Warning, default, line, null, (text, _) => text);

    private void Blocks(string line)
    {
        _release.Wait();
        _lines.Enqueue(line);
    }

    private ILogger Logger(Action<string> write, TimeSpan patience, Func<bool>? isEnabled = null) =>
        new GuardedLoggerFactory(new Loggers(() => new Log(write, isEnabled)), new LogThread(_threads, patience)).CreateLogger("any");

    private sealed class Loggers(Func<ILogger> create) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) => create();

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }

    private sealed class Log(Action<string> write, Func<bool>? isEnabled = null) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => isEnabled?.Invoke() ?? true;

        void ILogger.Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            write(formatter(state, exception));
    }
}
