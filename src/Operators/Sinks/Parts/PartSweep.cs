using FlowActors.Files;

namespace FlowActors.Sinks.Parts;

/// <summary>Removes what earlier attempts of the same job have left and no snapshot names. Parts of other jobs are left alone.</summary>
internal static class PartSweep
{
    // Links may lead in a circle, and buckets are not so deep.
    private const int DepthMax = 16;

    /// <summary>Looks at the files of one folder.</summary>
    /// <param name="files">Where.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="lineage">Who asks.</param>
    /// <param name="shown">The name of what they become: parts of other outputs of the job may be in use. Null for all, where nobody else writes.</param>
    public static void Folder(IFileSystem files, string folder, PartLineage lineage, string? shown = null)
    {
        foreach (var name in Names(files.FilesIn, folder))
        {
            if (PartName.Read(name) is { } part && (shown is null || part.Shown == shown) && lineage.IsDead(part)) Remove(files, Path.Join(folder, name));
        }
    }

    /// <summary>Looks at a folder and all that is below it.</summary>
    public static void Tree(IFileSystem files, string folder, PartLineage lineage, int depth = 0)
    {
        Folder(files, folder, lineage);
        if (depth == DepthMax) return;
        foreach (var name in Names(files.FoldersIn, folder)) Tree(files, Path.Join(folder, name), lineage, depth + 1);
    }

    /// <summary>Removes a part that nobody needs, if that can be.</summary>
    public static void Remove(IFileSystem files, string path)
    {
        try
        {
            files.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is hidden, and no part of any output.
        }
    }

    private static IReadOnlyList<string> Names(Func<string, IReadOnlyList<string>> list, string folder)
    {
        try
        {
            return list(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be listed cannot be cleared away.
            return [];
        }
    }
}
