using FlowActors.Threading;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Logging;

/// <summary>The last lines that a node has logged. Thread-safe.</summary>
/// <param name="time">The clock.</param>
internal sealed class RecentLogs(TimeProvider time)
{
    /// <summary>How many lines are kept.</summary>
    public const int LinesMax = 1_000;

    /// <summary>How many characters of a text are kept.</summary>
    public const int TextMax = 2_000;

    private readonly object _gate = new();
    private readonly Queue<LogLine> _lines = new(LinesMax);
    private long _last;

    /// <summary>Keeps a line, in place of the oldest where there are too many.</summary>
    public void Add(string category, LogLevel level, string message, Exception? exception)
    {
        var failure = exception is null ? null : Cut($"{exception.GetType()}: {ExceptionText.Message(exception)}");
        // Threads of user code log, too, and may be interrupted.
        using var hold = Hold.On(_gate);
        if (_lines.Count == LinesMax) _lines.Dequeue();
        _lines.Enqueue(new LogLine(++_last, time.GetUtcNow(), level, category, Cut(message), failure));
    }

    /// <summary>The lines behind one of them, the oldest first.</summary>
    /// <param name="after">The number of that line; 0 for all.</param>
    /// <param name="level">Only lines of this level or a more serious one.</param>
    public IReadOnlyList<LogLine> Behind(long after, LogLevel level)
    {
        using var hold = Hold.On(_gate);
        return [.. _lines.Where(l => l.Number > after && l.Level >= level)];
    }

    private static string Cut(string text) => text.Length <= TextMax ? text : string.Concat(text.AsSpan(0, TextMax), "...");
}

/// <summary>A line of a log.</summary>
/// <param name="Number">Counts the lines of the node, from 1.</param>
/// <param name="Time">When it was logged.</param>
/// <param name="Level">How serious it is.</param>
/// <param name="Category">What has logged it.</param>
/// <param name="Message">The message.</param>
/// <param name="Failure">Type and message of the exception; null for none.</param>
internal sealed record LogLine(long Number, DateTimeOffset Time, LogLevel Level, string Category, string Message, string? Failure);
