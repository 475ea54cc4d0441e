using System.Diagnostics;
using FlowActors.Runtime.Subtasks;

namespace FlowActors.Runtime.Telemetry;

/// <summary>Remembers for a few seconds what the subtasks of a node do, so that it is known how they do now, and not only since they began.</summary>
internal sealed class ShareWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private readonly NodeSubtasks _subtasks;
    private readonly ITimer _timer;

    public ShareWatch(NodeSubtasks subtasks, TimeProvider time)
    {
        _subtasks = subtasks;
        _timer = time.CreateTimer(_ => Look(), null, Interval, Interval);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var now = Stopwatch.GetTimestamp();
        foreach (var subtask in _subtasks.All) subtask.Figures.Remember(now);
    }
}
