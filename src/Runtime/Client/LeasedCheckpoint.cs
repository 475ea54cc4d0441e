using FlowActors.Runtime.Checkpoints.Reading;
using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Checkpoints.Retention;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Subtasks.Queries;
using static FlowActors.Runtime.Control.Coordination.JobCoordinatorProtocol;

namespace FlowActors.Runtime.Client;

/// <summary>A checkpoint that stays until this is disposed, and a while longer where somebody may come for more of it. Used by one request.</summary>
/// <param name="job">The job.</param>
/// <param name="from">Which checkpoint.</param>
/// <param name="files">Reads the files.</param>
/// <param name="renew">Asks the coordinator for the lease again.</param>
/// <param name="end">Tells the coordinator that it is over, and whether somebody may come for more.</param>
/// <param name="time">How long a lease lasts.</param>
internal sealed class LeasedCheckpoint(
    JobId job, RestoreFrom from, CheckpointFilesReader files, Func<CancellationToken, Task<LeaseAnswer>> renew, Action<bool> end, TimeSpan time) : IDisposable
{
    /// <summary>Where its files are.</summary>
    public RestoreFrom From => from;

    /// <summary>Its number.</summary>
    public long Checkpoint => from.Checkpoint;

    /// <summary>Whether records were under way when it was taken that its states do not have; known once something was read.</summary>
    public bool IsUnaligned { get; private set; }

    /// <summary>Whether somebody may come for more of it: whoever was told its number, or has a cursor.</summary>
    public bool HasNext { get; set; }

    /// <summary>The states that may be read, in the order of uid and name.</summary>
    /// <exception cref="StateReadException">They cannot be read.</exception>
    public Task<IReadOnlyList<JobState>> StatesAsync(CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<JobState>>(
        (checkpoint, _) => [.. checkpoint.States.OrderBy(s => s.Header.OperatorUid, StringComparer.Ordinal).ThenBy(s => s.Header.Name, StringComparer.Ordinal).Select(s => new JobState(
            s.Header.OperatorUid, s.Header.OperatorName, s.Header.Name, s.Header.Kind, s.Header.Key!, s.Header.MapKey, s.Header.Value, s.Keys, Attempt: 0))],
        cancellationToken);

    /// <summary>Reads one of the states.</summary>
    public IStateReadings Of(JobState state) => new CheckpointReadings(this, state);

    /// <summary>Reads something of the files by a time in ms since 1970, on a thread that may block; the lease is renewed meanwhile.</summary>
    /// <exception cref="StateReadException">They cannot be read.</exception>
    /// <exception cref="CheckpointNotReadException">It has gone meanwhile.</exception>
    public async Task<T> ReadAsync<T>(Func<StoredCheckpoint, long, T> read, CancellationToken cancellationToken)
    {
        var reading = files.ReadAsync(job, from, (checkpoint, now) =>
        {
            IsUnaligned = checkpoint.IsUnaligned;
            return read(checkpoint, now);
        });
        try
        {
            return await HoldAsync(reading, cancellationToken).ConfigureAwait(false);
        }
        catch (SnapshotReadException e) when (e.Fault == Checkpoints.Storage.SnapshotFault.Missing)
        {
            if (from.Folder is not null) throw new CheckpointNotReadException(LeaseOutcome.Moved, job, Checkpoint);
            // Deleted under the lease of a coordinator that is no more, or lost.
            await renew(cancellationToken).ConfigureAwait(false);
            throw Failed(e);
        }
        catch (Exception e) when (e is not (OperationCanceledException or ObjectDisposedException or TimeoutException or KeyNotFoundException
            or StateReadException or CheckpointNotReadException))
        {
            throw Failed(e);
        }
    }

    /// <summary>Waits for something that needs the files; the lease is renewed meanwhile.</summary>
    /// <exception cref="CheckpointNotReadException">It has gone meanwhile.</exception>
    public async Task<T> HoldAsync<T>(Task<T> work, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            while (await Task.WhenAny(work, files.DelayAsync(time / 3, over.Token)).ConfigureAwait(false) != work)
                await renew(cancellationToken).ConfigureAwait(false);
            return await work.ConfigureAwait(false);
        }
        finally
        {
            // No delay outlives what it was for.
            await over.CancelAsync().ConfigureAwait(false);
        }
    }

    public void Dispose() => end(HasNext);

    private StateReadException Failed(Exception e) => new(QueryOutcome.Failed, $"Checkpoint {Checkpoint} of job {job} cannot be read: {e.Message}");
}
