using FlowActors.Paths;

namespace FlowActors.Http.Savepoints;

/// <summary>The folders below which savepoints may be asked for, and no others.</summary>
/// <param name="folders">Full paths.</param>
/// <param name="checkpoints">Where the jobs' own checkpoints are, which a job may begin with too; null where there are none.</param>
internal sealed class SavepointFolders(IReadOnlyList<string> folders, string? checkpoints)
{
    /// <summary>The setting that names them.</summary>
    public const string Key = "flowactors.http.savepoint-folders";

    // A full path is bounded by what all subtasks are told.
    private const int LengthMax = 1_024;

    /// <summary>The full paths of the folders.</summary>
    public IReadOnlyList<string> All => folders;

    /// <summary>The full path of a savepoint.</summary>
    /// <param name="path">A full path below one of the folders, or a name below the first.</param>
    /// <exception cref="Problem">It is none of them.</exception>
    public string Find(string path) => Find(path, folders);

    /// <summary>The full path of what a job may begin with: a savepoint, or a checkpoint of a job.</summary>
    /// <param name="path">A full path, or a name below the first folder.</param>
    /// <exception cref="Problem">It is none of them.</exception>
    public string FindOrigin(string path) => Find(path, checkpoints is null || !Path.IsPathFullyQualified(path) ? folders : [.. folders, checkpoints]);

    private static string Find(string path, IReadOnlyList<string> allowed)
    {
        if (allowed.Count == 0)
            throw Problem.Forbidden("There are no folders of savepoints", $"Nothing of savepoints may be done over HTTP here: {Key} names the folders where it may, and is empty.");
        if (string.IsNullOrWhiteSpace(path) || path.Length > LengthMax || path.Any(char.IsControl))
            throw Problem.Wrong("That is no name of a savepoint", $"A savepoint has a name of 1 to {LengthMax} characters, none of them a control character.");
        if (path.Split('/', '\\').Any(part => part is "." or ".."))
            throw Problem.Wrong("That is no name of a savepoint", $"'{path}' has '.' or '..' in it: write the path without.");
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, allowed[0]));
        if (allowed.FirstOrDefault(folder => IsBelow(full, folder)) is not { } above)
            throw Problem.Forbidden("That is not below a folder of savepoints", $"'{path}' is not below one of the folders that {Key} names. Give a full path below one, or a name below the first.");
        CheckLinks(full, above);
        return full;
    }

    // Whoever may write into a folder could have it lead out by a link.
    private static void CheckLinks(string full, string above)
    {
        try
        {
            if (RealPath.Of(full) != Path.Join(RealPath.Of(above), full[above.TrimEnd(Path.DirectorySeparatorChar).Length..]))
                throw Problem.Forbidden("That leads through a link", $"'{full}' leads through a symbolic link below the folder of savepoints '{above}': name the folder itself.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Problem.Wrong("That is no name of a savepoint", $"'{full}' cannot be looked at: {e.Message}");
        }
    }

    private static bool IsBelow(string full, string folder) =>
        full.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
