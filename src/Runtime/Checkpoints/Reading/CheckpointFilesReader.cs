using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Checkpoints.Storage;

namespace FlowActors.Runtime.Checkpoints.Reading;

/// <summary>Reads the files of checkpoints on threads of a node that may block. Thread-safe.</summary>
/// <param name="opened">The checkpoints that are open.</param>
/// <param name="work">What is under way in the storage.</param>
/// <param name="runBlocking">Runs something on a thread that may block.</param>
/// <param name="time">The clock.</param>
/// <param name="jobTime">The clock of the jobs, by which elements live.</param>
internal sealed class CheckpointFilesReader(OpenedCheckpoints opened, StorageWork work, Action<Action> runBlocking, TimeProvider time, TimeProvider jobTime) : IDisposable
{
    /// <summary>Reads of a checkpoint, with the time by which elements live, in ms since 1970.</summary>
    /// <exception cref="ObjectDisposedException">The node has ended.</exception>
    public Task<T> ReadAsync<T>(JobId job, RestoreFrom from, Func<StoredCheckpoint, long, T> read)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        runBlocking(() =>
        {
            try
            {
                var isOpen = work.TryRun(() => done.SetResult(opened.Read(job, from, checkpoint => read(checkpoint, jobTime.GetUtcNow().ToUnixTimeMilliseconds()))));
                ObjectDisposedException.ThrowIf(!isOpen, this);
            }
            catch (Exception e)
            {
                // Nobody else gives it up.
                done.TrySetException(e is OperationCanceledException ? new ObjectDisposedException("The host was stopped; start another one.", e) : e);
            }
        });
        return done.Task;
    }

    /// <summary>Done after a time.</summary>
    public Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken) => Task.Delay(delay, time, cancellationToken);

    public void Dispose() => opened.Dispose();
}
