using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Tests.Subtasks;

/// <summary>Keeps which warnings were written, and which operator they name.</summary>
internal sealed class WarningLog : ILoggerFactory, ILogger
{
    private readonly List<(int Event, string Operator)> _written = [];

    public IReadOnlyList<(int Event, string Operator)> Written
    {
        get
        {
            lock (_written) return [.. _written];
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var name = (state as IEnumerable<KeyValuePair<string, object?>>)?.FirstOrDefault(p => p.Key == "Operator").Value as string;
        lock (_written) _written.Add((eventId.Id, name ?? ""));
    }

    public void Dispose()
    {
    }
}
