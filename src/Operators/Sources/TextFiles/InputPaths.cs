using System.Text;
using FlowActors.Paths;

namespace FlowActors.Sources;

/// <summary>Finds the files that paths stand for, each once by whatever names, and refuses what cannot be read.</summary>
internal static class InputPaths
{
    public static IReadOnlyList<InputFile> Resolve(IReadOnlyList<string> paths, Encoding? encoding = null)
    {
        if (paths.Count == 0) throw InputRefusal.NoPaths();
        var files = new List<InputFile>();
        var seen = new HashSet<PathIdentity>();
        foreach (var path in paths)
        {
            foreach (var found in Find(path))
            {
                if (seen.Add(found.Status.Identity)) files.Add(InputFile.Of(found, encoding));
            }
        }

        return files;
    }

    private static List<FoundFile> Find(string path)
    {
        if (path == InputFile.StandardInputPath) return [InputFile.StandardInput];
        if (string.IsNullOrWhiteSpace(path)) throw InputRefusal.EmptyPath();
        var status = StatusOf(path);
        return status.Kind switch
        {
            PathKind.File or PathKind.Pipe or PathKind.Device => [new FoundFile(path, status)],
            PathKind.Folder => FindBelow(path),
            PathKind.Nothing when InputPattern.IsWildcard(path) => FindMatches(InputPattern.Parse(path)),
            PathKind.Nothing => throw InputRefusal.Missing(path),
            _ => throw InputRefusal.CannotBeRead(path, status.Kind),
        };
    }

    private static PathStatus StatusOf(string path)
    {
        try
        {
            return PathStatus.Of(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw InputRefusal.Unknown(path, e);
        }
    }

    private static List<FoundFile> FindBelow(string folder)
    {
        try
        {
            return FolderWalk.Files(InputPattern.Below(folder)) is { Count: > 0 } files ? files : throw InputRefusal.FolderIsEmpty(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw InputRefusal.FolderCannotBeListed(folder, e);
        }
    }

    private static List<FoundFile> FindMatches(InputPattern pattern)
    {
        try
        {
            return FolderWalk.Files(pattern) is { Count: > 0 } files ? files : throw InputRefusal.PatternMatchesNothing(pattern);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw InputRefusal.PatternCannotBeSearched(pattern.Text, e);
        }
    }
}
