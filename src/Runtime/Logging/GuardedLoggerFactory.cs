using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowActors.Runtime.Logging;

/// <summary>
/// The application's loggers as the engine uses them: what they throw reaches nobody, and one that blocks holds no thread of the
/// engine up for longer than <see cref="LogThread.Patience"/>. Until then a line is written when the call returns.
/// </summary>
internal sealed class GuardedLoggerFactory(ILoggerFactory loggers, LogThread thread) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName)
    {
        try
        {
            return new GuardedLogger(loggers.CreateLogger(categoryName), thread);
        }
        catch (Exception)
        {
            return NullLogger.Instance;
        }
    }

    public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

    /// <summary>Nothing: the loggers are the application's.</summary>
    public void Dispose()
    {
    }

    private sealed class GuardedLogger(ILogger log, LogThread thread) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel)
        {
            try
            {
                return log.IsEnabled(logLevel);
            }
            catch (Exception)
            {
                return false;
            }
        }

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            thread.Write(() => log.Log(logLevel, eventId, state, exception, formatter));
    }
}
