using Microsoft.Extensions.Logging;

namespace FlowActors.Http.Server;

/// <summary>
/// What the web server may log: warnings and worse. Below that it tells each request with its path and query, and in these stand keys of state, which belong in no log.
/// </summary>
internal sealed class ServerLoggers(ILoggerFactory inner) : ILoggerFactory
{
    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public ILogger CreateLogger(string categoryName) => new Unusual(inner.CreateLogger(categoryName));

    public void Dispose()
    {
        // It is the application's.
    }

    private sealed class Unusual(ILogger inner) : ILogger
    {
        // Scopes carry paths too.
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning && inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Warning) inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
