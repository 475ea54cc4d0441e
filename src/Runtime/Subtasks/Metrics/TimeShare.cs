namespace FlowActors.Runtime.Subtasks.Metrics;

/// <summary>Milliseconds of each second since the start of a subtask; the three sum to about 1,000.</summary>
internal readonly record struct TimeShare(double Busy, double Idle, double BackPressured);
