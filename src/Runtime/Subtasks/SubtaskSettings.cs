using FlowActors.Runtime.Exchange;

namespace FlowActors.Runtime.Subtasks;

/// <summary>What the subtasks of a node read of its settings.</summary>
internal sealed record SubtaskSettings(ExchangeSettings Exchange, CancellationSettings Cancellation, FailureSettings Failures, EventTimeSettings EventTime);
