using System.Collections.Concurrent;
using FlowActors.Runtime.Subtasks;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Telemetry;

/// <summary>
/// Logs user calls that take longer than a second, once for each call, with operator and subtask; a call that waits for room in
/// an output is only slow because others are. The stack of another thread cannot be read in .NET, so it is not in the log.
/// </summary>
internal sealed class LongCallWatch : IDisposable
{
    private const string RunAdvice = "mark it as blocking if it waits for something outside";
    private const string CloseAdvice = "it is interrupted when flowactors.cancellation.close-timeout is over: let Close end sooner, or raise that";
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);
    private readonly NodeSubtasks _subtasks;
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<SubtaskId, long> _reported = new();
    private readonly ITimer _timer;

    public LongCallWatch(NodeSubtasks subtasks, ILoggerFactory loggers, TimeProvider time)
    {
        _subtasks = subtasks;
        _log = loggers.CreateLogger<LongCallWatch>();
        _time = time;
        _timer = time.CreateTimer(_ => Look(), null, Interval, Interval);
    }

    public void Dispose() => _timer.Dispose();

    internal void Look()
    {
        var subtasks = _subtasks.All.ToDictionary(s => s.Id);
        foreach (var gone in _reported.Keys.Where(id => !subtasks.ContainsKey(id))) _reported.TryRemove(gone, out _);
        foreach (var subtask in subtasks.Values)
        {
            // Asked first: once it is true, all calls are those of Close.
            var isClosing = subtask.IsClosing;
            var since = subtask.Figures.CallSince;
            if (since == 0) continue;
            var elapsed = _time.GetElapsedTime(since);
            if (elapsed < Limit || (_reported.TryGetValue(subtask.Id, out var reported) && reported == since)) continue;
            _reported[subtask.Id] = since;
            // Close holds up no other subtask, blocking or not: it has a thread of its own.
            if (isClosing) SubtaskLog.LongCall(_log, subtask.CurrentOperator, subtask.Id, "Close", elapsed.TotalSeconds, CloseAdvice);
            else SubtaskLog.LongCall(_log, subtask.CurrentOperator, subtask.Id, "one call", elapsed.TotalSeconds, RunAdvice);
        }
    }
}
