using FlowActors.Runtime.Logging;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Hosting;

/// <summary>
/// Where an embedded host logs unless it is given a logger: warnings and errors on standard error. A job that has failed or was
/// refused is not among them: its submitter gets an exception, or <see cref="UnawaitedFailures"/> speaks.
/// </summary>
/// <param name="write">Writes an entry.</param>
internal sealed class StandardErrorLog(Action<string> write) : ILoggerFactory
{
    public static StandardErrorLog Instance { get; } = new(StandardError.Write);

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, write);

    public void AddProvider(ILoggerProvider provider) =>
        throw new NotSupportedException($"Give the host a logger factory of your own: {nameof(EmbeddedOptions)}.{nameof(EmbeddedOptions.LoggerFactory)}.");

    public void Dispose()
    {
    }

    private sealed class Logger(string category, Action<string> write) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is LogLevel.Warning or LogLevel.Error or LogLevel.Critical;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel) || eventId.Id is EventIds.JobFailed or EventIds.JobRefused) return;
            var level = logLevel == LogLevel.Warning ? "warning" : "error";
            var text = $"{level}: {category}: {formatter(state, exception)}";
            write(exception is null ? text : $"{text}{Environment.NewLine}{exception}");
        }
    }
}
