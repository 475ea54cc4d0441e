using System.Collections.Concurrent;

namespace FlowActors.Runtime.Control;

/// <summary>
/// The jobs that this run of the process, or of the cluster that it is a node of, has begun or taken up; others that a journal tells of were left by an earlier one. Thread-safe.
/// </summary>
/// <param name="resumes">Whether jobs of earlier runs go on by themselves, or wait until somebody resumes them.</param>
internal sealed class LiveJobs(bool resumes)
{
    private readonly ConcurrentDictionary<JobId, bool> _jobs = new();
    private long _epoch;

    /// <summary>Whether jobs of earlier runs go on by themselves.</summary>
    public bool Resumes => resumes;

    public bool Contains(JobId job) => _jobs.ContainsKey(job);

    public void Add(JobId job) => _jobs.TryAdd(job, true);

    /// <summary>A job manager has told this node that it is one of the cluster's.</summary>
    /// <param name="epoch">That of the job manager.</param>
    public void Registered(long epoch) => Volatile.Write(ref _epoch, epoch);

    /// <summary>
    /// A job manager begins here where another one has ended. This node was one of that one's cluster, so that cluster goes on, and with it its jobs; else it has ended, or nobody knows.
    /// </summary>
    /// <param name="before">The epoch of the one before, as the journal tells it.</param>
    /// <param name="jobs">Those that have not ended.</param>
    public void TakeOver(long before, IEnumerable<JobId> jobs)
    {
        if (!resumes || before == 0 || Volatile.Read(ref _epoch) != before) return;
        foreach (var job in jobs) Add(job);
    }
}
