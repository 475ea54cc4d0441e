using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.State;
using static FlowActors.Runtime.Control.Coordination.JobCoordinatorProtocol;
using static FlowActors.Runtime.Control.Coordination.SnapshotProtocol;

namespace FlowActors.Runtime.Client;

/// <summary>Asks for snapshots of jobs without waiting for them, and what became of them. Thread-safe.</summary>
internal sealed class SnapshotClient(ControlClient control)
{
    /// <summary>
    /// Asks for a snapshot; it is under way when this returns, or over. One that is repeated by the same name is the same one. Who asked need not come
    /// back: should the job's coordinator be lost meanwhile, the next one is asked again.
    /// </summary>
    /// <param name="job">The job.</param>
    /// <param name="request">Names the request.</param>
    /// <param name="kind">What it is for.</param>
    /// <param name="target">The full path of a savepoint's folder; null of a checkpoint.</param>
    /// <param name="form">The form of a savepoint.</param>
    /// <param name="again">When the request of that name has failed, to try it again; null where it has not, or is not known.</param>
    /// <param name="cancellationToken">Gives the waiting for the answer up.</param>
    /// <exception cref="KeyNotFoundException">The job is not known.</exception>
    public async Task<SnapshotProgress> BeginAsync(
        JobId job, string request, CheckpointKind kind, string? target, SnapshotForm form, DateTimeOffset? again, CancellationToken cancellationToken)
    {
        var asked = new TakeSnapshot(job, request, kind, target) { IsNative = form == SnapshotForm.Native };
        var answer = await control.AskAsync<SnapshotRequest>(asked with { IsReportedAtOnce = true, Again = again }, cancellationToken).ConfigureAwait(false);
        if (!answer.Progress!.IsOver) _ = FollowAsync(asked);
        return answer.Progress;
    }

    /// <summary>How far a snapshot is that was asked for; null when the request is not known (any more).</summary>
    /// <exception cref="KeyNotFoundException">The job is not known.</exception>
    public async Task<SnapshotProgress?> FindAsync(JobId job, string request, CancellationToken cancellationToken) =>
        (await control.AskAsync<SnapshotRequest>(new GetSnapshotRequest(job, request), cancellationToken).ConfigureAwait(false)).Progress;

    /// <summary>What there is of a job's checkpoints, those that are remembered and under way on one page.</summary>
    /// <exception cref="KeyNotFoundException">The job is not known.</exception>
    public async Task<JobCheckpoints> ListAsync(JobId job, CancellationToken cancellationToken)
    {
        var first = await control.AskAsync<JobCheckpoints>(new GetCheckpoints(job, null), cancellationToken).ConfigureAwait(false);
        var (all, page) = (first.Page.ToList(), first);
        while (page.More)
        {
            page = await control.AskAsync<JobCheckpoints>(new GetCheckpoints(job, all[^1].Id), cancellationToken).ConfigureAwait(false);
            all.AddRange(page.Page);
        }

        return first with { Page = all, More = false };
    }

    /// <summary>The parts of a checkpoint; null when it is not remembered.</summary>
    /// <param name="job">The job.</param>
    /// <param name="checkpoint">Its number; null for the last one.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    /// <exception cref="KeyNotFoundException">The job is not known.</exception>
    public async Task<CheckpointParts?> FindPartsAsync(JobId job, long? checkpoint, CancellationToken cancellationToken)
    {
        var subtasks = new List<CheckpointSubtask>();
        while (true)
        {
            var page = await control.AskAsync<CheckpointParts>(new GetCheckpointParts(job, checkpoint, subtasks.Count), cancellationToken).ConfigureAwait(false);
            if (page.Line is not { } line) return null;
            checkpoint = line.Id;
            subtasks.AddRange(page.Subtasks);
            if (!page.More) return page with { Subtasks = subtasks };
        }
    }

    // What it ends with is kept by the coordinator; here nobody waits for it.
    private async Task FollowAsync(TakeSnapshot asked)
    {
        try
        {
            await control.WaitAsync<SnapshotAnswer>(asked, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is KeyNotFoundException or ObjectDisposedException or JobValidationException)
        {
            // The job is forgotten, or the host has stopped.
        }
    }
}
