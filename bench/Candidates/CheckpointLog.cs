using FlowActors.Runtime.Logging;
using Microsoft.Extensions.Logging;

namespace FlowActors.Bench.Candidates;

/// <summary>Reads from the logs what completed checkpoints have written; warnings and errors go where they go without it. Thread-safe.</summary>
internal sealed class CheckpointLog : ILoggerFactory
{
    private const string Coordinator = "JobCoordinator";
    private readonly ILoggerFactory _others = new EmbeddedOptions().LoggerFactory;
    private readonly Lock _lock = new();
    private long _bytes;
    private int _checkpoints;

    /// <summary>What each checkpoint since the last reset has written, on average.</summary>
    public double BytesOfEach
    {
        get
        {
            lock (_lock) return (double)_bytes / Math.Max(1, _checkpoints);
        }
    }

    /// <summary>Begins anew.</summary>
    public void Reset()
    {
        lock (_lock) (_bytes, _checkpoints) = (0, 0);
    }

    public ILogger CreateLogger(string categoryName)
    {
        var others = _others.CreateLogger(categoryName);
        return categoryName.Contains(Coordinator, StringComparison.Ordinal) ? new Logger(this, others) : others;
    }

    public void AddProvider(ILoggerProvider provider) => _others.AddProvider(provider);

    public void Dispose()
    {
        // Those who get the rest are not ours.
    }

    private void Add(long bytes)
    {
        lock (_lock) (_bytes, _checkpoints) = (_bytes + bytes, _checkpoints + 1);
    }

    private sealed class Logger(CheckpointLog log, ILogger others) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => others.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Debug;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id == EventIds.CheckpointCompleted && state is IReadOnlyList<KeyValuePair<string, object?>> values)
                log.Add((long)values.First(value => value.Key == "Written").Value!);
            if (others.IsEnabled(logLevel)) others.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
