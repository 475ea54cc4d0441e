using System.Diagnostics;
using static FlowActors.Runtime.Control.JobManagerProtocol;

namespace FlowActors.Runtime.Control;

/// <summary>The jobs that the job manager remembers. Pure; not thread-safe.</summary>
/// <param name="historyMax">How many ended jobs are remembered, from 1.</param>
internal sealed class JobDirectory(int historyMax)
{
    private readonly List<JobLine> _jobs = [];

    public IReadOnlyList<JobLine> All => _jobs;

    public JobLine? Find(JobId job) => _jobs.Find(j => j.Job.Id == job);

    /// <summary>Takes a decision, live or from the journal.</summary>
    /// <returns>The ended jobs that are forgotten by that.</returns>
    public IReadOnlyList<JobId> Apply(IManagerEvent decision)
    {
        switch (decision)
        {
            case JobListed e:
                _jobs.Add(new JobLine(e.Job, null));
                return [];
            case JobClosed e:
                var i = _jobs.FindIndex(j => j.Job.Id == e.Job);
                if (i >= 0) _jobs[i] = _jobs[i] with { End = e.End };
                return Trim();
            default: throw new UnreachableException($"Unknown decision {decision.GetType()} of the job manager.");
        }
    }

    private List<JobId> Trim()
    {
        var surplus = _jobs.Count(j => j.End is not null) - historyMax;
        var forgotten = _jobs.Where(j => j.End is not null).Take(Math.Max(0, surplus)).Select(j => j.Job.Id).ToList();
        _jobs.RemoveAll(j => forgotten.Contains(j.Job.Id));
        return forgotten;
    }
}
