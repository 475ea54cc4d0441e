using System.Collections.Concurrent;

namespace FlowActors.Runtime.Control;

/// <summary>
/// The jobs that this run of the process has begun or taken up; others that a journal tells of were left by an earlier one. Thread-safe.
/// </summary>
/// <param name="resumes">Whether jobs of earlier runs go on by themselves, or wait until somebody resumes them.</param>
internal sealed class LiveJobs(bool resumes)
{
    private readonly ConcurrentDictionary<JobId, bool> _jobs = new();

    /// <summary>Whether jobs of earlier runs go on by themselves.</summary>
    public bool Resumes => resumes;

    public bool Contains(JobId job) => _jobs.ContainsKey(job);

    public void Add(JobId job) => _jobs.TryAdd(job, true);
}
