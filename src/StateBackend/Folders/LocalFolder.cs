namespace FlowActors.State.Folders;

/// <summary>
/// A folder for one database. Disposing removes it with all that is in it; what cannot be removed goes with the process's folder. Again
/// does nothing. Thread-safe.
/// </summary>
internal sealed class LocalFolder : IDisposable
{
    private readonly RunFolder _run;
    private readonly bool _isCounted;
    private int _isDisposed;

    internal LocalFolder(RunFolder run, string path, bool isCounted) => (_run, Path, _isCounted) = (run, path, isCounted);

    /// <summary>The full path. The folder was empty when it was handed out.</summary>
    public string Path { get; }

    /// <summary>The folder of the configuration in which it lies.</summary>
    public string Root => _run.Root;

    /// <summary>Whether files in it can be given a second name in the same root; else they are to be copied.</summary>
    public bool CanLink => _run.CanLink;

    /// <summary>A new empty folder for second names of files in this one: on the same disk, and there until it is disposed itself.</summary>
    /// <param name="name">For people: a part of the folder's name.</param>
    /// <exception cref="LocalFoldersException">The folder of this run is not there any more.</exception>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be made.</exception>
    public LocalFolder Beside(string name) => _run.Allocate(name, isCounted: false);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        if (_isCounted) _run.Return();
        PrivateFolder.Remove(Path);
    }
}
