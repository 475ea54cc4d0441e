using FlowActors.Runtime.Logging;
using FlowActors.Runtime.Subtasks.Dispatching;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Subtasks;

internal static partial class SubtaskLog
{
    [LoggerMessage(EventIds.SubtaskMoved, LogLevel.Debug, "Subtask {Subtask} went from {From} to {To}")]
    public static partial void Moved(ILogger logger, SubtaskId subtask, SubtaskState from, SubtaskState to);

    [LoggerMessage(EventIds.LongCall, LogLevel.Warning, "Operator '{Operator}' of subtask {Subtask} has been inside {Call} for {Seconds:F1} s; {Advice}")]
    public static partial void LongCall(ILogger logger, string @operator, SubtaskId subtask, string call, double seconds, string advice);

    [LoggerMessage(EventIds.ThreadLeftBehind, LogLevel.Warning, "{Reason}")]
    public static partial void LeftBehind(ILogger logger, string reason);

    [LoggerMessage(EventIds.CallbackFailed, LogLevel.Warning, "A callback that user code of subtask {Subtask} registered on its cancellation token threw {Type}: {Reason}")]
    public static partial void CallbackFailed(ILogger logger, SubtaskId subtask, Type type, string reason);

    [LoggerMessage(EventIds.ThreadShortage, LogLevel.Warning, "{Waiting} runs of subtasks wait for a thread of {Dispatcher}, which has {Threads}. {Limit} User code holds the threads: {Holders}")]
    public static partial void ThreadShortage(ILogger logger, int waiting, string dispatcher, int threads, string limit, string holders);

    [LoggerMessage(EventIds.ThreadShortageOver, LogLevel.Information, "No subtask waits for a thread of {Dispatcher} any more")]
    public static partial void ThreadShortageOver(ILogger logger, string dispatcher);

    [LoggerMessage(EventIds.GaugeFailed, LogLevel.Warning, "The gauge {Gauge} of subtask {Subtask} gives no value: {Reason}")]
    public static partial void GaugeFailed(ILogger logger, string gauge, SubtaskId subtask, string reason);

    [LoggerMessage(EventIds.BarrierHeldUp, LogLevel.Warning, "The barrier of checkpoint {Checkpoint} did not pass subtask {Subtask} in time: operator '{Operator}' still had results to emit, or to wait for")]
    public static partial void BarrierHeldUp(ILogger logger, long checkpoint, SubtaskId subtask, string @operator);

    [LoggerMessage(EventIds.CommitDropped, LogLevel.Warning, "Operator '{Operator}' of subtask {Subtask} gives {Committable} up, which cannot be committed: {Type}: {Reason}")]
    public static partial void CommitDropped(ILogger logger, string @operator, SubtaskId subtask, string committable, Type type, string reason);

    [LoggerMessage(EventIds.InputsMayStandStill, LogLevel.Warning, "Job '{Job}': operator '{Operator}' chooses which of its inputs is read, and {First} and {Second} both come from '{Shared}'. Where it reads only one of them until something comes that stands behind what waits in the other, the job stands still for ever: '{Shared}' waits for room in the other. Let it read both, or give each input a source of its own")]
    public static partial void InputsMayStandStill(ILogger logger, string job, string @operator, string first, string second, string shared);
}
