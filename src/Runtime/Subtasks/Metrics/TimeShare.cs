namespace FlowActors.Runtime.Subtasks.Metrics;

/// <summary>Milliseconds of each second of some time; the three sum to about 1,000.</summary>
internal readonly record struct TimeShare(double Busy, double Idle, double BackPressured);
