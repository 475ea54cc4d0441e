using System.Collections.Concurrent;
using FlowActors.Runtime.Tests.Cluster;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowActors.Runtime.Tests.Hosting;

/// <summary>Keeps what is logged; can be awaited.</summary>
internal sealed class LogRecorder : ILoggerFactory
{
    private volatile TaskCompletionSource _written = New();

    public ConcurrentQueue<LogEntry> Entries { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    public async Task<LogEntry> FirstAsync(Func<LogEntry, bool> fits)
    {
        while (true)
        {
            var written = _written.Task;
            if (Entries.FirstOrDefault(fits) is { } entry) return entry;
            await written.WaitAsync(Patience.Limit);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Logger(LogRecorder all, string category) : ILogger
    {
        public IDisposable BeginScope<TState>(TState state)
            where TState : notnull => NullLogger.Instance.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            all.Entries.Enqueue(new LogEntry(category, logLevel, eventId.Id, formatter(state, exception), exception));
            Interlocked.Exchange(ref all._written, New()).TrySetResult();
        }
    }
}

internal sealed record LogEntry(string Category, LogLevel Level, int Id, string Text, Exception? Exception);
