using System.Globalization;
using FlowActors.Files;

namespace FlowActors.Runtime.Checkpoints.Folders;

/// <summary>
/// The folder in which a host keeps what must survive it: for one process at a time, or for the nodes of one cluster, by locks that end with their process
/// however it ends, and for versions of FlowActors that know its layout.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    /// <summary>The version of the layout that this build writes and reads.</summary>
    public const int Version = 1;

    private const string LockName = "flowactors.lock";
    private const string VersionName = "flowactors.version";
    private const string IdName = "flowactors.id";
    private static readonly TimeSpan s_turn = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);
    private readonly IFileSystem _files;
    private readonly IDisposable _lock;
    private readonly Lock _entering = new();
    private IDisposable? _member;
    private bool _isOver;

    private DataFolder(IFileSystem files, string path, string id, IDisposable held) => (_files, Path, Id, _lock) = (files, path, id, held);

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>Names the folder, whatever path leads to it: 32 hex digits.</summary>
    public string Id { get; }

    /// <summary>Where checkpoints of all jobs are.</summary>
    public string Checkpoints => CheckpointsOf(Path);

    /// <summary>Where checkpoints of all jobs are, in a data folder that need not be there.</summary>
    public static string CheckpointsOf(string dataFolder) => System.IO.Path.Join(System.IO.Path.GetFullPath(dataFolder), "checkpoints");

    /// <summary>Makes the folder if it is not there, and keeps other processes out until it is disposed.</summary>
    /// <exception cref="JobValidationException">
    /// It cannot be made or written to, another process uses it, or it is of a newer version; what and where, and what to do. Nothing was lost.
    /// </exception>
    public static DataFolder Open(IFileSystem files, string path) => Explained(path, () =>
    {
        IDisposable? held = null;
        try
        {
            var folder = System.IO.Path.GetFullPath(path);
            files.CreateFolder(folder);
            held = files.TryLock(System.IO.Path.Join(folder, LockName)) ?? throw InUse(folder, "another process, or by another host in this one");
            if (FolderMembers.FirstLive(files, folder) is { } node) throw InUse(folder, $"the cluster of node {node}");
            CheckVersion(files, folder);
            var open = new DataFolder(files, folder, ReadId(files, folder), held);
            held = null;
            return open;
        }
        finally
        {
            held?.Dispose();
        }
    });

    /// <summary>
    /// The same for a node of a cluster, whose nodes share the folder: it keeps out whoever is none of them. The folder is made only in one that is there: else a disk may be missing.
    /// </summary>
    /// <param name="files">The file system.</param>
    /// <param name="path">The folder.</param>
    /// <param name="node">Names the node to people.</param>
    /// <param name="prepare">What else is to be made in the folder, given its full path and its name, while no other node does.</param>
    /// <exception cref="JobValidationException">As for <see cref="Open"/>.</exception>
    public static DataFolder Join(IFileSystem files, string path, string node, Action<string, string> prepare) => Explained(path, () =>
    {
        IDisposable? member = null;
        try
        {
            var folder = System.IO.Path.GetFullPath(path);
            CheckParent(files, folder);
            files.CreateFolder(folder);
            using var held = TakeTurn(files, folder);
            member = FolderMembers.Enter(files, folder, node);
            CheckVersion(files, folder);
            var open = new DataFolder(files, folder, ReadId(files, folder), member);
            prepare(folder, open.Id);
            member = null;
            return open;
        }
        finally
        {
            member?.Dispose();
        }
    });

    /// <summary>
    /// The node that has joined the folder is a member of a cluster now: nobody may begin another one over the folder while it lives. It is told of another cluster's node that has the folder, unless
    /// some member of its own has it already: beside that one which was frozen or cut off may still live. Blocks while another node starts.
    /// </summary>
    /// <param name="node">Names the node to people.</param>
    /// <param name="run">Tells the run of its process from others.</param>
    /// <param name="members">The runs of the members of its cluster, with its own.</param>
    /// <returns>Null when that is written down; else a live member of another cluster, which has the folder.</returns>
    /// <exception cref="JobValidationException">The folder cannot be used any more.</exception>
    public string? EnterCluster(string node, int run, IReadOnlySet<int> members) => Explained(Path, () =>
    {
        using var held = TakeTurn(_files, Path);
        if (FolderMembers.OwnerBut(_files, Path, members) is { } other) return other;
        lock (_entering)
        {
            if (!_isOver) _member ??= FolderMembers.EnterCluster(_files, Path, node, run);
        }

        return null;
    });

    /// <summary>The names of the nodes that are members of a cluster now. Blocks while another node starts.</summary>
    /// <exception cref="JobValidationException">The folder cannot be used any more.</exception>
    public IReadOnlyList<string> ClusterMembers() => Explained(Path, () =>
    {
        using var held = TakeTurn(_files, Path);
        return FolderMembers.ClusterOf(_files, Path);
    });

    public void Dispose()
    {
        lock (_entering)
        {
            _isOver = true;
            _member?.Dispose();
        }

        _lock.Dispose();
    }

    private static T Explained<T>(string path, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new JobValidationException(
                $"The data folder '{path}' cannot be used: {e.Message} Name a folder on a disk that has room, and that this process may write to.", e);
        }
    }

    private static void CheckParent(IFileSystem files, string folder)
    {
        if (files.Find(folder) is not null) throw new JobValidationException($"The data folder '{folder}' is a file. Name a folder.");
        if (System.IO.Path.GetDirectoryName(folder) is not { } parent || files.FolderExists(folder) || files.FolderExists(parent) || files.Find(parent) is not null) return;
        throw new JobValidationException(
            $"The data folder '{folder}' is not there, nor is '{parent}', in which it could be made. Mount the disk that all nodes of the cluster share, correct the path, or make '{parent}' first.");
    }

    // Another node that starts has it for a moment only, and a host of its own for as long as that runs.
    private static IDisposable TakeTurn(IFileSystem files, string folder)
    {
        var path = System.IO.Path.Join(folder, LockName);
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            if (files.TryLock(path) is { } held) return held;
            if (waited.Elapsed > s_turn) throw InUse(folder, "a process that is no node of a cluster");
            Thread.Sleep(s_pause);
        }
    }

    private static JobValidationException InUse(string folder, string who) => new($"The data folder '{folder}' is in use by {who}. Stop it, or name another folder.");

    private static string ReadId(IFileSystem files, string folder)
    {
        var path = System.IO.Path.Join(folder, IdName);
        if (!files.FilesIn(folder).Contains(IdName)) FolderText.Write(files, folder, path, Guid.NewGuid().ToString("n"));
        var text = FolderText.Read(files, path).TrimEnd('\n');
        return Guid.TryParseExact(text, "n", out _) ? text : throw new JobValidationException(
            $"The file '{path}' holds no name of a data folder, but '{text}'. Stop all nodes and delete it: another one is made at the next start.");
    }

    private static void CheckVersion(IFileSystem files, string folder)
    {
        var path = System.IO.Path.Join(folder, VersionName);
        if (!files.FilesIn(folder).Contains(VersionName))
        {
            FolderText.Write(files, folder, path, Version.ToString(CultureInfo.InvariantCulture));
            return;
        }

        var text = FolderText.Read(files, path);
        if (!int.TryParse(text.AsSpan().TrimEnd('\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) || version < 1)
        {
            throw new JobValidationException(
                $"The file '{path}' holds no version of a data folder. Name a folder of FlowActors, or put the number {Version} back into the file if it was damaged.");
        }

        if (version > Version)
        {
            throw new JobValidationException(
                $"The data folder '{folder}' has version {version} of its layout; this version of FlowActors knows those up to {Version}. " +
                "Start the version of FlowActors that wrote it, or a later one, or name another folder; nothing was changed.");
        }
    }
}
