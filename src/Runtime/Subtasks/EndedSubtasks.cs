using System.Collections.Immutable;

namespace FlowActors.Runtime.Subtasks;

/// <summary>The last figures of subtasks that have ended, of each job those of its latest attempt. Thread-safe.</summary>
internal sealed class EndedSubtasks
{
    private readonly Lock _gate = new();
    private readonly Dictionary<JobId, (int Attempt, ImmutableDictionary<SubtaskId, SubtaskReport> Reports)> _jobs = [];

    public void Keep(SubtaskReport report)
    {
        var id = report.Subtask;
        lock (_gate)
        {
            var (attempt, reports) = _jobs.GetValueOrDefault(id.Job, (0, ImmutableDictionary<SubtaskId, SubtaskReport>.Empty));
            if (id.Attempt < attempt) return;
            if (id.Attempt > attempt) reports = reports.Clear();
            _jobs[id.Job] = (id.Attempt, reports.SetItem(id, report));
        }
    }

    public void Forget(JobId job)
    {
        lock (_gate) _jobs.Remove(job);
    }

    public IReadOnlyDictionary<SubtaskId, SubtaskReport> Reports(JobId job, int attempt)
    {
        lock (_gate)
        {
            return _jobs.TryGetValue(job, out var kept) && kept.Attempt == attempt
                ? kept.Reports
                : ImmutableDictionary<SubtaskId, SubtaskReport>.Empty;
        }
    }
}
