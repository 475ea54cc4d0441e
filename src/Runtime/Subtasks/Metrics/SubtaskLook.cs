using FlowActors.Runtime.Exchange;

namespace FlowActors.Runtime.Subtasks.Metrics;

/// <summary>
/// What metrics are read from: the parts of a subtask, null until it is opened, and its time shares at one moment, so that those
/// of one look sum up; how long its user code has been inside the present call, and how long it has waited for a thread; the
/// pauses for barriers.
/// </summary>
internal readonly record struct SubtaskLook(ChainHead? Head, OutputGroup? Outputs, TimeShare Time, double CallTimeMs, double ThreadWaitMs, BarrierPauses Pauses);
