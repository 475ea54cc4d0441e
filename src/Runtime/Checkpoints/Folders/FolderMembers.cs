using System.Globalization;
using FlowActors.Files;

namespace FlowActors.Runtime.Checkpoints.Folders;

/// <summary>
/// The nodes of a cluster that share a data folder: a file for each process that has entered it, and another one when it is a member of its cluster, which are called after it, and whose locks end
/// with the process. Asked and changed by who has the lock of the folder only.
/// </summary>
internal static class FolderMembers
{
    private const string FolderName = "nodes";
    private const char Separator = '~';
    private const int NodeLengthMax = 200;

    /// <summary>The name of one whose process lives; null for none.</summary>
    public static string? FirstLive(IFileSystem files, string dataFolder) => Live(files, Path.Join(dataFolder, FolderName)).Select(NodeOf).FirstOrDefault();

    /// <summary>Adds a node, until the object is disposed or the process ends.</summary>
    public static IDisposable Enter(IFileSystem files, string dataFolder, string node) => Add(files, Path.Join(dataFolder, FolderName), node, "");

    /// <summary>Adds a member of a cluster, until the object is disposed or the process ends.</summary>
    /// <param name="files">The file system.</param>
    /// <param name="dataFolder">The data folder.</param>
    /// <param name="node">Names the node to people.</param>
    /// <param name="run">Tells the run of its process from others.</param>
    public static IDisposable EnterCluster(IFileSystem files, string dataFolder, string node, int run) =>
        Add(files, Path.Join(dataFolder, FolderName), node, string.Create(CultureInfo.InvariantCulture, $"{Separator}{run}"));

    /// <summary>The names of all live members of clusters.</summary>
    public static IReadOnlyList<string> ClusterOf(IFileSystem files, string dataFolder) =>
        [.. Live(files, Path.Join(dataFolder, FolderName)).Where(name => RunOf(name) is not null).Select(NodeOf).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The name of a live member of a cluster, if none of them is of the one with the given runs; null where one is, and where there is none.</summary>
    public static string? OwnerBut(IFileSystem files, string dataFolder, IReadOnlySet<int> runs)
    {
        var members = Live(files, Path.Join(dataFolder, FolderName)).Where(name => RunOf(name) is not null).ToList();
        return members.Exists(name => runs.Contains(RunOf(name)!.Value)) ? null : members.Select(NodeOf).FirstOrDefault();
    }

    private static IDisposable Add(IFileSystem files, string folder, string node, string run)
    {
        files.CreateFolder(folder);
        _ = Live(files, folder);
        var called = Uri.EscapeDataString(node);
        var path = Path.Join(folder, $"{called[..Math.Min(called.Length, NodeLengthMax)]}{Separator}{Guid.NewGuid():n}{run}");
        files.Create(path).Dispose();
        return files.TryLock(path) ?? throw new IOException($"The file '{path}' was just made, and somebody else has its lock.");
    }

    // Removes what those have left whose process has ended.
    private static List<string> Live(IFileSystem files, string folder)
    {
        var live = new List<string>();
        foreach (var name in files.FilesIn(folder))
        {
            var path = Path.Join(folder, name);
            using (var held = files.TryLock(path))
            {
                if (held is null)
                {
                    live.Add(name);
                    continue;
                }
            }

            files.Delete(path);
        }

        return live;
    }

    private static string NodeOf(string name) => Uri.UnescapeDataString(name.Split(Separator)[0]);

    private static int? RunOf(string name) => name.Split(Separator) is [_, _, var run] && int.TryParse(run, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
