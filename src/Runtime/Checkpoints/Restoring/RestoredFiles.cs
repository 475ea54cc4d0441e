namespace FlowActors.Runtime.Checkpoints.Restoring;

/// <summary>From where a subtask had the files of databases that it was restored from. Thread-safe.</summary>
internal sealed class RestoredFiles
{
    private long _localBytes;
    private long _fetchedBytes;
    private int _local;
    private int _fetched;

    /// <summary>Those that the node had kept.</summary>
    public (int Count, long Bytes) Local => (Volatile.Read(ref _local), Volatile.Read(ref _localBytes));

    /// <summary>Those that were fetched from the checkpoint.</summary>
    public (int Count, long Bytes) Fetched => (Volatile.Read(ref _fetched), Volatile.Read(ref _fetchedBytes));

    /// <summary>Whether there was any.</summary>
    public bool IsAny => Local.Count + Fetched.Count > 0;

    /// <summary>A file was brought.</summary>
    public void Add(bool isLocal, long bytes)
    {
        if (isLocal)
        {
            Interlocked.Increment(ref _local);
            Interlocked.Add(ref _localBytes, bytes);
        }
        else
        {
            Interlocked.Increment(ref _fetched);
            Interlocked.Add(ref _fetchedBytes, bytes);
        }
    }
}
