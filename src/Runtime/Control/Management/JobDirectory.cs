using System.Diagnostics;
using static FlowActors.Runtime.Control.JobManagerProtocol;

namespace FlowActors.Runtime.Control;

/// <summary>The jobs that the job manager remembers. Pure; not thread-safe.</summary>
/// <param name="historyMax">How many ended jobs are remembered, from 1; those that are held come on top.</param>
/// <param name="isHeld">True for a job that may not be forgotten, for somebody may still ask.</param>
internal sealed class JobDirectory(int historyMax, Func<JobId, bool> isHeld)
{
    private readonly List<JobLine> _jobs = [];
    private long _submitted;

    public IReadOnlyList<JobLine> All => _jobs;

    /// <summary>The decisions that lead to what is remembered now.</summary>
    public IEnumerable<IManagerEvent> Decisions => _jobs.SelectMany(j => j.End is { } end
        ? (IEnumerable<IManagerEvent>)[new JobListed(j.Job), new JobClosed(j.Job.Id, end)]
        : [new JobListed(j.Job)]);

    public JobLine? Find(JobId job) => _jobs.Find(j => j.Job.Id == job);

    /// <summary>The ended jobs that are too many, oldest first.</summary>
    public IReadOnlyList<JobId> Surplus
    {
        get
        {
            var ended = _jobs.Where(j => j.End is not null && !isHeld(j.Job.Id)).Select(j => j.Job.Id).ToList();
            return ended[..Math.Max(0, ended.Count - historyMax)];
        }
    }

    /// <summary>Takes a decision, live or from the journal. One that was taken before changes nothing.</summary>
    public void Apply(IManagerEvent decision)
    {
        switch (decision)
        {
            case JobListed e:
                if (Find(e.Job.Id) is null) _jobs.Add(new JobLine(++_submitted, e.Job, null));
                break;
            case JobClosed e:
                var i = _jobs.FindIndex(j => j.Job.Id == e.Job);
                if (i >= 0) _jobs[i] = _jobs[i] with { End = e.End };
                break;
            case JobForgotten e: _jobs.RemoveAll(j => j.Job.Id == e.Job); break;
            default: throw new UnreachableException($"Unknown decision {decision.GetType()} of the job manager.");
        }
    }
}
