using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Client;

namespace FlowActors.Http.Savepoints;

/// <summary>Finds out whether a job that has not ended needs a savepoint.</summary>
internal sealed class SavepointUse(JobExecutor executor)
{
    /// <summary>Who needs it, and until when; null when nobody does.</summary>
    public async Task<string?> FindAsync(string folder, SnapshotMetadata metadata, CancellationToken cancellationToken)
    {
        foreach (var (id, name, status) in await executor.ListAsync(null, cancellationToken).ConfigureAwait(false))
        {
            if (!status.IsEnd() && await TryFindAsync(id, folder, metadata, cancellationToken).ConfigureAwait(false) is { } why) return $"job '{name}' ({id}) {why}";
        }

        return null;
    }

    private async Task<string?> TryFindAsync(JobId job, string folder, SnapshotMetadata metadata, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(job, folder, metadata, cancellationToken).ConfigureAwait(false);
        }
        catch (KeyNotFoundException)
        {
            // It has ended and was forgotten meanwhile.
            return null;
        }
    }

    private async Task<string?> FindAsync(JobId job, string folder, SnapshotMetadata metadata, CancellationToken cancellationToken)
    {
        var (spec, kept) = await executor.OriginOfAsync(job, cancellationToken).ConfigureAwait(false);
        var isOrigin = spec?.Path == folder;
        if (isOrigin && spec!.ClaimMode == ClaimMode.Claim) return "has taken it over, and deletes it when it is needed no more.";
        if (isOrigin && kept is null) return "has begun with it, and restarts from it until its first checkpoint is complete.";
        if (job.ToString() != metadata.Job) return null;
        var all = await executor.Snapshots.ListAsync(job, cancellationToken).ConfigureAwait(false);
        return all.Page.Any(c => c.Target == folder && c.Kind.EndsJob) ? "is about to end with it." : null;
    }
}
