namespace FlowActors.State.Folders;

/// <summary>
/// A folder for one database. Disposing removes it with all that is in it; what cannot be removed goes with the process's folder. Again
/// does nothing. Thread-safe.
/// </summary>
internal sealed class LocalFolder : IDisposable
{
    private readonly RunFolder _run;
    private int _isDisposed;

    internal LocalFolder(RunFolder run, string path) => (_run, Path) = (run, path);

    /// <summary>The full path. The folder was empty when it was handed out.</summary>
    public string Path { get; }

    /// <summary>The folder of the configuration in which it lies.</summary>
    public string Root => _run.Root;

    /// <summary>Whether files in it can be given a second name in the same root; else they are to be copied.</summary>
    public bool CanLink => _run.CanLink;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        _run.Return();
        PrivateFolder.Remove(Path);
    }
}
