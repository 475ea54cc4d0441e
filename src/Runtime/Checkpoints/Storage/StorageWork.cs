namespace FlowActors.Runtime.Checkpoints.Storage;

/// <summary>
/// The reads, writes and deletions of coordinators that are under way: whoever lets go of the storage waits for them, so that nothing is made in
/// a folder that is somebody else's by then. Thread-safe.
/// </summary>
internal sealed class StorageWork
{
    private readonly Lock _gate = new();
    private int _running;
    private bool _isClosed;
    private TaskCompletionSource? _idle;

    /// <summary>Does something unless the storage was let go of.</summary>
    /// <returns>False when it was, and nothing is done.</returns>
    public bool TryRun(Action work)
    {
        lock (_gate)
        {
            if (_isClosed) return false;
            _running++;
        }

        try
        {
            work();
        }
        finally
        {
            lock (_gate)
            {
                if (--_running == 0) _idle?.TrySetResult();
            }
        }

        return true;
    }

    /// <summary>Nothing begins any more; waits for what is under way.</summary>
    public void Close()
    {
        Task idle;
        lock (_gate)
        {
            _isClosed = true;
            if (_running == 0) return;
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            idle = _idle.Task;
        }

        idle.Wait();
    }
}
