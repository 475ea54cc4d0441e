namespace FlowActors.State.Folders;

/// <summary>
/// Where the databases of one process lie: in each root a folder of its own, and in it one for each database, spread over the roots by
/// free space. Nothing in them outlives the process; checkpoints stand elsewhere. Several processes may share the roots. Thread-safe.
/// </summary>
internal sealed class LocalFolders : IDisposable
{
    /// <summary>The key of the configuration that names the roots.</summary>
    public const string Key = "flowactors.state.local-dirs";

    private readonly Lock _gate = new();
    private readonly ILocalDisk _disk;
    private readonly Action<string> _warn;
    private readonly List<RunFolder> _runs = [];
    private readonly HashSet<RunFolder> _refusing = [];
    private int _last = -1;
    private bool _isDisposed;

    private LocalFolders(ILocalDisk disk, Action<string> warn) => (_disk, _warn) = (disk, warn);

    /// <summary>The folder that stands for no roots: one of this user below the system's temporary ones.</summary>
    public static string Default { get; } = Path.Join(Path.GetTempPath(), $"flowactors-state{UserSuffix()}");

    /// <summary>The folders of this run, one in each root.</summary>
    internal IReadOnlyList<string> Runs => [.. _runs.Select(run => run.Path)];

    /// <summary>
    /// Makes the roots that are not there, removes what dead processes have left in them, and makes this process's own folder in each.
    /// Blocks.
    /// </summary>
    /// <param name="roots">The roots, full paths or from the working directory; none for <see cref="Default"/>. Twins count once.</param>
    /// <param name="warn">Told in a sentence of what is unusual and goes on all the same; from any thread.</param>
    /// <param name="disk">The disk; null for the machine's.</param>
    /// <exception cref="LocalFoldersException">A root cannot be made or written to.</exception>
    public static LocalFolders Open(IReadOnlyList<string> roots, Action<string> warn, ILocalDisk? disk = null)
    {
        var folders = new LocalFolders(disk ?? new LocalDisk(), warn);
        try
        {
            var isDefault = roots.Count == 0;
            foreach (var path in (isDefault ? [Default] : roots).Select(Path.GetFullPath).Distinct(StringComparer.Ordinal)) folders.Add(new StateRoot(path, isDefault));
            return folders;
        }
        catch
        {
            folders.Dispose();
            throw;
        }
    }

    /// <summary>
    /// A new empty folder for one database, in the root that has most free space for each folder in use there and one more: what was
    /// handed out just now counts before it has grown. A root that refuses is passed over, and that is said once.
    /// </summary>
    /// <param name="name">For people: a part of the folder's name.</param>
    /// <exception cref="LocalFoldersException">No root takes it.</exception>
    /// <exception cref="ArgumentException">The name cannot be one of a folder.</exception>
    /// <exception cref="ObjectDisposedException">The process tidies up.</exception>
    public LocalFolder Allocate(string name)
    {
        if (name.Length == 0 || name.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0 || name.Contains('\\', StringComparison.Ordinal))
            throw new ArgumentException($"'{name}' cannot be a part of a folder's name.", nameof(name));
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            LocalFoldersException? failure = null;
            foreach (var i in ByRoom())
            {
                try
                {
                    var folder = _runs[i].Allocate(name);
                    _last = i;
                    _refusing.Remove(_runs[i]);
                    return folder;
                }
                catch (LocalFoldersException e)
                {
                    failure = Refused(_runs[i], e);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    failure = Refused(_runs[i], LocalFoldersException.Unusable(_runs[i].Place, $"a folder for a database cannot be made in it: {e.Message}", e));
                }
            }

            throw failure!;
        }
    }

    /// <summary>Whether files in a root can be given a second name; tried when it was opened.</summary>
    /// <exception cref="ArgumentException">It is no root.</exception>
    public bool CanLink(string root) => (_runs.Find(run => run.Root == root) ?? throw new ArgumentException($"'{root}' is no root.", nameof(root))).CanLink;

    /// <summary>Removes the folders of this run, with those in use; again does nothing.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            foreach (var run in _runs) run.Dispose();
        }
    }

    private void Add(StateRoot root)
    {
        var failed = "it cannot be made";
        try
        {
            PrivateFolder.Make(root.Path);
            failed = "it cannot be listed";
            DeadRuns.Remove(root.Path, _warn);
            failed = "a folder of this process cannot be made in it";
            _runs.Add(RunFolder.Make(root, _disk, reason => _warn(
                $"{root.Described} is on a file system without hard links ({reason.TrimEnd('.')}): checkpoints copy the files that they would link, which takes " +
                "time and room. Name a folder on another file system.")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw LocalFoldersException.Unusable(root, root.Obstacle() ?? $"{failed}: {e.Message}", e);
        }
    }

    // Equals take turns: the sort is stable, and begins behind the last one taken.
    private int[] ByRoom()
    {
        var begin = _last + 1;
        return [.. Enumerable.Range(0, _runs.Count).Select(i => (begin + i) % _runs.Count).OrderByDescending(i => Room(_runs[i]))];
    }

    // A disk that does not say how much is free comes last, and refuses by itself.
    private double Room(RunFolder run)
    {
        try
        {
            return (double)_disk.FreeBytes(run.Root) / (run.Open + 1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Refused(run, LocalFoldersException.Unusable(run.Place, $"its disk does not say how much room there is: {e.Message}", e));
            return -1;
        }
    }

    // Said once, until it takes a folder again.
    private LocalFoldersException Refused(RunFolder run, LocalFoldersException failure)
    {
        if (_refusing.Add(run)) _warn(failure.Message);
        return failure;
    }

    // Two users of a machine cannot write to each other's folder.
    private static string UserSuffix()
    {
        var user = new string([.. Environment.UserName.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')]);
        return user.Length == 0 ? "" : $"-{user}";
    }
}
