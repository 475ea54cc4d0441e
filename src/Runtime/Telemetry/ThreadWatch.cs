using System.Diagnostics;
using System.Globalization;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Dispatching;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Telemetry;

/// <summary>
/// Logs when subtasks wait for a thread that a limit forbids, with the operators that hold the threads, and when that is over for
/// a while: once each, however often it comes and goes in between.
/// </summary>
internal sealed class ThreadWatch : IDisposable
{
    private const int HoldersTold = 8;
    private const int QuietLooks = 10;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private readonly NodeSubtasks _subtasks;
    private readonly OperatorExecutors _executors;
    private readonly ILogger _log;
    private readonly Dictionary<OperatorExecutor, int> _quiet = [];
    private readonly Lock _looking = new();
    private readonly ITimer _timer;

    public ThreadWatch(NodeSubtasks subtasks, OperatorExecutors executors, ILoggerFactory loggers, TimeProvider time)
    {
        _subtasks = subtasks;
        _executors = executors;
        _log = loggers.CreateLogger<ThreadWatch>();
        _timer = time.CreateTimer(_ => Look(), null, Interval, Interval);
    }

    public void Dispose() => _timer.Dispose();

    internal void Look()
    {
        // A look that takes longer than the interval is not joined by the next.
        if (!_looking.TryEnter()) return;
        try
        {
            foreach (var executor in _executors.All) Look(executor);
        }
        finally
        {
            _looking.Exit();
        }
    }

    private void Look(OperatorExecutor executor)
    {
        if (executor.Shortage is { } shortage)
        {
            if (!_quiet.ContainsKey(executor))
                SubtaskLog.ThreadShortage(_log, shortage.Waiting, shortage.Executor, shortage.Threads, shortage.Limit, Holders());
            _quiet[executor] = 0;
        }
        else if (_quiet.TryGetValue(executor, out var looks))
        {
            _quiet[executor] = looks + 1;
            if (looks + 1 < QuietLooks) return;
            _quiet.Remove(executor);
            SubtaskLog.ThreadShortageOver(_log, executor.Id);
        }
    }

    private string Holders()
    {
        var now = Stopwatch.GetTimestamp();
        var calls = _subtasks.All.Select(subtask => (Subtask: subtask, Since: subtask.Figures.CallSince)).Where(call => call.Since != 0)
            .OrderBy(call => call.Since).ToArray();
        var told = calls.Take(HoldersTold).Select(
            call => string.Create(
                CultureInfo.InvariantCulture,
                $"'{call.Subtask.CurrentOperator}' of subtask {call.Subtask.Id} for {Stopwatch.GetElapsedTime(call.Since, now).TotalSeconds:F1} s"));
        var left = _subtasks.LeftBehind.Holders.Take(HoldersTold).Select(holder => $"{holder}, left behind");
        var more = calls.Length > HoldersTold ? [$"{calls.Length - HoldersTold} more"] : Array.Empty<string>();
        return string.Join(", ", [.. told, .. more, .. left]);
    }
}
