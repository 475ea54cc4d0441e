namespace FlowActors.Client.Metrics;

/// <summary>Metrics of a job, and those of its subtasks together: <c>GET /jobs/{job}/metrics</c> and <c>GET /jobs/{job}/vertices/{vertex}/metrics</c>.</summary>
/// <param name="Metrics">Those that were asked for and are there; all names, without numbers, where none was asked for.</param>
public sealed record MetricList(IReadOnlyList<MetricNumbers> Metrics);

/// <summary>A metric of a job, or over some subtasks.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Subtasks">How many subtasks have it; 0 of one that the job itself has.</param>
/// <param name="Min">The smallest value; null where it was not asked for.</param>
/// <param name="Max">The greatest value; null where it was not asked for.</param>
/// <param name="Sum">The sum; null where it was not asked for.</param>
/// <param name="Avg">The mean; null where it was not asked for.</param>
public sealed record MetricNumbers(string Name, int Subtasks, double? Min, double? Max, double? Sum, double? Avg);
