using System.Collections.Concurrent;

namespace FlowActors.Runtime.Control;

/// <summary>
/// The jobs that this run of the process, or of the cluster that it is a node of, has begun or taken up; others that a journal tells of were left by an earlier one. Thread-safe.
/// </summary>
/// <param name="resumes">Whether jobs of earlier runs go on by themselves, or wait until somebody resumes them.</param>
internal sealed class LiveJobs(bool resumes)
{
    private readonly ConcurrentDictionary<JobId, bool> _jobs = new();
    private volatile Cluster? _cluster;

    /// <summary>Whether jobs of earlier runs go on by themselves.</summary>
    public bool Resumes => resumes;

    public bool Contains(JobId job) => _jobs.ContainsKey(job);

    public void Add(JobId job) => _jobs.TryAdd(job, true);

    /// <summary>A job manager has told this node that it is one of the cluster's.</summary>
    /// <param name="epoch">That of the job manager.</param>
    /// <param name="otherBuilds">The registered jobs of which this node has another build than the job manager's.</param>
    public void Registered(long epoch, IReadOnlyList<string> otherBuilds) => _cluster = new Cluster(epoch, otherBuilds);

    /// <summary>
    /// A job manager begins here where another one has ended. This node was one of that one's cluster, so that cluster goes on, and with it its jobs, but for those of
    /// which the code is another one here: these begin again, as after a stop of all nodes. Else it has ended, or nobody knows.
    /// </summary>
    /// <param name="before">The epoch of the one before, as the journal tells it.</param>
    /// <param name="jobs">Those that have not ended.</param>
    public void TakeOver(long before, IEnumerable<JobSpec> jobs)
    {
        if (!resumes || before == 0 || _cluster is not { } cluster || cluster.Epoch != before) return;
        foreach (var job in jobs.Where(j => j.RegisteredName is not { } name || !cluster.OtherBuilds.Contains(name))) Add(job.Id);
    }

    private sealed record Cluster(long Epoch, IReadOnlyList<string> OtherBuilds);
}
