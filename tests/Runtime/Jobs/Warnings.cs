using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Tests.Jobs;

/// <summary>Keeps the warnings that a host logs.</summary>
internal sealed class Warnings : ILoggerFactory, ILogger
{
    public ConcurrentQueue<string> All { get; } = new();

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) All.Enqueue(formatter(state, exception));
    }

    public void Dispose()
    {
    }
}
