using FlowActors.Files;

namespace FlowActors.Runtime.Checkpoints.Folders;

/// <summary>
/// The nodes of a cluster that share a data folder: a file for each, which is called after it, and whose lock ends with its process. Asked and changed by who has the lock of
/// the folder only.
/// </summary>
internal static class FolderMembers
{
    private const string FolderName = "nodes";
    private const char Separator = '~';
    private const int NodeLengthMax = 100;

    /// <summary>The name of one whose process lives; null for none.</summary>
    public static string? FirstLive(IFileSystem files, string dataFolder) => Sweep(files, Path.Join(dataFolder, FolderName));

    /// <summary>Adds a node, until the object is disposed or the process ends.</summary>
    public static IDisposable Enter(IFileSystem files, string dataFolder, string node)
    {
        var folder = Path.Join(dataFolder, FolderName);
        files.CreateFolder(folder);
        Sweep(files, folder);
        var called = Uri.EscapeDataString(node);
        var path = Path.Join(folder, $"{called[..Math.Min(called.Length, NodeLengthMax)]}{Separator}{Guid.NewGuid():n}");
        files.Create(path).Dispose();
        return files.TryLock(path) ?? throw new IOException($"The file '{path}' was just made, and somebody else has its lock.");
    }

    // Removes what those have left whose process has ended.
    private static string? Sweep(IFileSystem files, string folder)
    {
        string? live = null;
        foreach (var name in files.FilesIn(folder))
        {
            var path = Path.Join(folder, name);
            using (var held = files.TryLock(path))
            {
                if (held is null)
                {
                    live = Uri.UnescapeDataString(name.Split(Separator)[0]);
                    continue;
                }
            }

            files.Delete(path);
        }

        return live;
    }
}
