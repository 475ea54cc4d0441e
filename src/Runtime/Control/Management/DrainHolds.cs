using FlowActors.Runtime.Protocols;
using static FlowActors.Runtime.Control.Management.JobManagerProtocol;

namespace FlowActors.Runtime.Control.Management;

/// <summary>What keeps the slots of jobs on nodes that are to be drained, for people. Not thread-safe.</summary>
/// <param name="takesCheckpoints">Whether a job takes checkpoints.</param>
internal sealed class DrainHolds(Func<JobEntry, bool> takesCheckpoints)
{
    /// <summary>How many jobs an answer names.</summary>
    public const int NamedMax = 32;

    private const int RefusalNamesMax = 8;

    private readonly Dictionary<JobId, string> _told = [];

    /// <summary>The coordinator of a job says why its slots stay; null: they do not.</summary>
    public void Tell(JobId job, string? reason)
    {
        if (reason is null) _told.Remove(job);
        else _told[job] = reason;
    }

    /// <summary>What was told of a job does not hold any more.</summary>
    public void Forget(JobId job) => _told.Remove(job);

    /// <summary>Which of these jobs hold a drain up.</summary>
    public IReadOnlyList<DrainHold> Of(IEnumerable<JobEntry> jobs) =>
    [
        .. jobs.Where(j => _told.ContainsKey(j.Job.Id)).Take(NamedMax)
            .Select(j => new DrainHold(j.Job.Id, NameOf(j), _told[j.Job.Id])),
    ];

    /// <summary>Why a node with these jobs cannot be drained: nothing but their end would ever take them from there. Null where that is not so.</summary>
    public string? Refusal(string node, IEnumerable<JobEntry> jobs)
    {
        var stay = jobs.Where(j => !takesCheckpoints(j)).Select(j => $"'{NameOf(j)}' ({j.Job.Id})").ToList();
        if (stay.Count == 0) return null;
        var others = stay.Count > RefusalNamesMax ? $" and {stay.Count - RefusalNamesMax} more" : "";
        return $"Node {node} has subtasks of jobs that take no checkpoints, with which they would go on elsewhere: {string.Join(", ", stay.Take(RefusalNamesMax))}{others}. Wait for their end or cancel them first. " +
            "A job takes checkpoints where there is a data folder (flowactors.journal.data-folder) or an interval (flowactors.checkpoints.interval, EnableCheckpointing).";
    }

    private static string NameOf(JobEntry job) => ControlText.Cut(job.Job.JobName, ControlLimits.NameBytesMax);
}
