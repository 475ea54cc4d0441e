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

    /// <summary>The name of one whose process lives; null for none. What dead ones have left is removed.</summary>
    public static string? FirstLive(IFileSystem files, string dataFolder)
    {
        var folder = Path.Join(dataFolder, FolderName);
        foreach (var name in files.FilesIn(folder))
        {
            var path = Path.Join(folder, name);
            using (var held = files.TryLock(path))
            {
                if (held is null) return Uri.UnescapeDataString(name.Split(Separator)[0]);
            }

            files.Delete(path);
        }

        return null;
    }

    /// <summary>Adds a node, until the object is disposed or the process ends.</summary>
    public static IDisposable Enter(IFileSystem files, string dataFolder, string node)
    {
        var folder = Path.Join(dataFolder, FolderName);
        files.CreateFolder(folder);
        var called = Uri.EscapeDataString(node);
        var path = Path.Join(folder, $"{called[..Math.Min(called.Length, NodeLengthMax)]}{Separator}{Guid.NewGuid():n}");
        files.Create(path).Dispose();
        return files.TryLock(path) ?? throw new IOException($"The file '{path}' was just made, and somebody else has its lock.");
    }
}
