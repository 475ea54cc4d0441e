using FlowActors.Runtime.Control;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Tasks;

internal static partial class TaskLog
{
    [LoggerMessage(EventIds.SubtaskMoved, LogLevel.Debug, "Subtask {Subtask} went from {From} to {To}")]
    public static partial void Moved(ILogger logger, SubtaskId subtask, SubtaskState from, SubtaskState to);

    [LoggerMessage(EventIds.LongCall, LogLevel.Warning, "Operator '{Operator}' of subtask {Subtask} has been inside one call for {Seconds:F1} s; mark it as blocking if it waits for something outside")]
    public static partial void LongCall(ILogger logger, string @operator, SubtaskId subtask, double seconds);
}
