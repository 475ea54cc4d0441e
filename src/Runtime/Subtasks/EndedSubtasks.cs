using System.Collections.Immutable;
using FlowActors.Runtime.Subtasks.Deployment;

namespace FlowActors.Runtime.Subtasks;

/// <summary>The last figures of subtasks that have ended, of each region of a job those of its latest attempt. Thread-safe.</summary>
internal sealed class EndedSubtasks
{
    private readonly Lock _gate = new();
    private readonly Dictionary<JobId, ImmutableDictionary<int, RegionReports>> _jobs = [];

    public void Keep(AttemptId attempt, SubtaskReport report)
    {
        lock (_gate)
        {
            var regions = _jobs.GetValueOrDefault(attempt.Job, ImmutableDictionary<int, RegionReports>.Empty);
            var kept = regions.GetValueOrDefault(attempt.Region);
            if (attempt.Number < kept?.Attempt) return;
            var reports = attempt.Number == kept?.Attempt ? kept.Reports : ImmutableDictionary<SubtaskId, SubtaskReport>.Empty;
            _jobs[attempt.Job] = regions.SetItem(attempt.Region, new RegionReports(attempt.Number, reports.SetItem(report.Subtask, report)));
        }
    }

    public void Forget(JobId job)
    {
        lock (_gate) _jobs.Remove(job);
    }

    /// <summary>Those of the attempts that are named, by region.</summary>
    public IReadOnlyDictionary<SubtaskId, SubtaskReport> Reports(JobId job, IReadOnlyDictionary<int, int> attempts)
    {
        lock (_gate)
        {
            return _jobs.GetValueOrDefault(job, ImmutableDictionary<int, RegionReports>.Empty)
                .Where(r => attempts.TryGetValue(r.Key, out var number) && r.Value.Attempt == number)
                .SelectMany(r => r.Value.Reports).ToDictionary();
        }
    }

    private sealed record RegionReports(int Attempt, ImmutableDictionary<SubtaskId, SubtaskReport> Reports);
}
