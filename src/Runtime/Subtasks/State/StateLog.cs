using FlowActors.Runtime.Logging;
using FlowActors.State.Telemetry;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Subtasks.State;

/// <summary>What state backends tell, in the log of the node.</summary>
internal sealed partial class StateLog(ILogger log, string backend) : IStateLog
{
    public void Information(string text) => Told(log, backend, text);

    public void Warning(string text) => Warned(log, backend, text);

    [LoggerMessage(EventIds.StateBackendTold, LogLevel.Information, "State backend {Backend}: {Text}")]
    private static partial void Told(ILogger logger, string backend, string text);

    [LoggerMessage(EventIds.StateBackendWarned, LogLevel.Warning, "State backend {Backend}: {Text}")]
    private static partial void Warned(ILogger logger, string backend, string text);
}
