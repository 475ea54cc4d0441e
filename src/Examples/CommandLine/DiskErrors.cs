using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace FlowActors.Examples.CommandLine;

/// <summary>
/// Where an example's host logs unless everything is asked for: what the disk refuses, each once, as the job waits for it without failing. All else is
/// printed in the example's own words.
/// </summary>
/// <param name="error">Where it is told.</param>
internal sealed class DiskErrors(TextWriter error) : ILoggerFactory, ILogger
{
    private readonly ConcurrentDictionary<string, byte> _told = [];

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("What the disk refuses is told here only.");

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Name is not ("JournalFailed" or "CheckpointStorageFailed")) return;
        var text = $"{formatter(state, exception)}: {exception?.GetBaseException().Message}";
        if (_told.TryAdd(text, 0)) error.WriteLine(text);
    }
}
