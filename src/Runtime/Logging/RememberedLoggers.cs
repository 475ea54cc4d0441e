using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Logging;

/// <summary>The loggers of one node, whose lines of <see cref="LogLevel.Information"/> and above are remembered, whatever the application does with them.</summary>
internal sealed class RememberedLoggers(ILoggerFactory loggers, RecentLogs recent) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new Remembered(loggers.CreateLogger(categoryName), categoryName, recent);

    public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

    /// <summary>Nothing: the loggers are those of the host.</summary>
    public void Dispose()
    {
    }

    private sealed class Remembered(ILogger log, string category, RecentLogs recent) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Information and < LogLevel.None || log.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel is >= LogLevel.Information and < LogLevel.None) Remember(logLevel, state, exception, formatter);
            if (log.IsEnabled(logLevel)) log.Log(logLevel, eventId, state, exception, formatter);
        }

        private void Remember<TState>(LogLevel logLevel, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            try
            {
                recent.Add(category, logLevel, formatter(state, exception), exception);
            }
            catch (Exception)
            {
                // What a value of the application's throws when it is to be shown keeps nobody from going on.
            }
        }
    }
}
