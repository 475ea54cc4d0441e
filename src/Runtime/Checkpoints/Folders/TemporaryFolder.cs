using FlowActors.Runtime.Checkpoints.Storage;

namespace FlowActors.Runtime.Checkpoints.Folders;

/// <summary>
/// A folder below the system's temporary ones, made when it is first asked for and removed with all that is in it. Thread-safe.
/// A process that is killed leaves it behind: nobody could know any more whose it was.
/// </summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly Lock _lock = new();
    private string? _path;
    private bool _isDisposed;

    /// <summary>The full path if it was made; else null.</summary>
    public string? Made
    {
        get
        {
            lock (_lock) return _path;
        }
    }

    /// <summary>The full path; makes the folder if it was not made yet.</summary>
    /// <exception cref="SnapshotWriteException">It cannot be made.</exception>
    /// <exception cref="ObjectDisposedException">It was removed.</exception>
    public string Make()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _path ??= Create();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            if (_path is null) return;
            try
            {
                Directory.Delete(_path, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A thread that was left behind inside user code may still write there; the system clears up its temporary folders.
            }

            _path = null;
        }
    }

    private static string Create()
    {
        try
        {
            return Directory.CreateTempSubdirectory("flowactors-").FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SnapshotWriteException.Of(Path.GetTempPath(), e);
        }
    }
}
