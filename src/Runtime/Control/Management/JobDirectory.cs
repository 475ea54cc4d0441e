using System.Diagnostics;
using FlowActors.Runtime.Control.Coordination;
using static FlowActors.Runtime.Control.Management.JobManagerEvents;

namespace FlowActors.Runtime.Control.Management;

/// <summary>The jobs that the job manager remembers, and how often it was started. Pure; not thread-safe.</summary>
/// <param name="historyMax">How many ended jobs are remembered, from 1; those that are held come on top.</param>
/// <param name="isHeld">True for a job that may not be forgotten, for somebody may still ask.</param>
internal sealed class JobDirectory(int historyMax, Func<JobId, bool> isHeld)
{
    private readonly List<JobEntry> _jobs = [];
    private long _submitted;

    public IReadOnlyList<JobEntry> All => _jobs;

    /// <summary>The epoch of the last job manager; 0 before the first.</summary>
    public long Epoch { get; private set; }

    /// <summary>The decisions that lead to what is remembered now.</summary>
    public IEnumerable<IManagerEvent> Decisions => _jobs.SelectMany(j => j.End is { } end
        ? (IEnumerable<IManagerEvent>)[new JobListed(j.Job, j.Shape), new JobClosed(j.Job.Id, end)]
        : [new JobListed(j.Job, j.Shape)]).Prepend(new ManagerStarted(Epoch));

    public JobEntry? Find(JobId job) => _jobs.Find(j => j.Job.Id == job);

    /// <summary>The ended jobs that may be forgotten, the oldest first.</summary>
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
            case ManagerStarted e:
                Epoch = e.Epoch;
                break;
            case JobListed e:
                if (Find(e.Job.Id) is null) _jobs.Add(new JobEntry(++_submitted, e.Job, e.Shape, null));
                break;
            case JobClosed e:
                var i = _jobs.FindIndex(j => j.Job.Id == e.Job);
                if (i >= 0) _jobs[i] = _jobs[i] with { End = e.End };
                break;
            case JobForgotten e:
                _jobs.RemoveAll(j => j.Job.Id == e.Job);
                break;
            default: throw new UnreachableException($"Unknown decision {decision.GetType()} of the job manager.");
        }
    }
}

/// <summary>A job that is remembered.</summary>
/// <param name="Number">Counts the jobs that this run of the job manager knows, in the order of their submission, from 1.</param>
/// <param name="Job">What was submitted, its parallelism resolved.</param>
/// <param name="Shape">What its coordinator has to know of its graph.</param>
/// <param name="End">How it ended; null when it has not.</param>
internal sealed record JobEntry(long Number, JobSpec Job, JobShape Shape, JobStatus? End);
