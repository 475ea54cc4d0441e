using System.Collections.Concurrent;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>The jobs whose coordinators live on one node, as these have seen them last. Thread-safe.</summary>
internal sealed class JobLooks
{
    private readonly ConcurrentDictionary<JobId, JobLook> _looks = new();

    /// <summary>All of them; read without a lock.</summary>
    public IEnumerable<JobLook> All => _looks.Select(pair => pair.Value);

    /// <summary>A coordinator has seen its job.</summary>
    public void Set(JobLook look) => _looks[look.Job] = look;

    /// <summary>The job has ended, or its coordinator has; another one may have seen it meanwhile.</summary>
    public void Remove(JobLook look) => _looks.TryRemove(KeyValuePair.Create(look.Job, look));
}
