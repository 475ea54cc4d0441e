namespace FlowActors.Runtime.Checkpoints.Restoring;

/// <summary>From where a subtask had the files of databases that it was restored from. Thread-safe.</summary>
internal sealed class RestoredFiles
{
    private long _localBytes;
    private long _fetchedBytes;
    private int _local;
    private int _fetched;
    private int _open;

    /// <summary>Databases that had stayed open here; their files are among those that the node had kept.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Those that the node had kept.</summary>
    public (int Count, long Bytes) Local => (Volatile.Read(ref _local), Volatile.Read(ref _localBytes));

    /// <summary>Those that were fetched from the checkpoint.</summary>
    public (int Count, long Bytes) Fetched => (Volatile.Read(ref _fetched), Volatile.Read(ref _fetchedBytes));

    /// <summary>Whether there was any.</summary>
    public bool IsAny => Local.Count + Fetched.Count > 0;

    /// <summary>A database has stayed open.</summary>
    /// <param name="files">The lengths of its files, in bytes.</param>
    public void AddOpen(IEnumerable<long> files)
    {
        Interlocked.Increment(ref _open);
        foreach (var bytes in files) Add(isLocal: true, bytes);
    }

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
