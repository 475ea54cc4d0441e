using System.Text;
using FlowActors.Paths;

namespace FlowActors.Sources;

/// <summary>Finds the files that paths stand for, each once by whatever names, and refuses what cannot be read.</summary>
internal static class InputPaths
{
    public static IReadOnlyList<InputFile> Resolve(IReadOnlyList<string> paths, Encoding? encoding = null) =>
        [.. Find(paths, Find).Select(file => InputFile.Of(file, encoding))];

    /// <summary>Finds what is there now, if it is monitored: nothing need be there yet, what is there may vanish, and nothing is opened.</summary>
    public static IReadOnlyList<FoundFile> Look(IReadOnlyList<string> paths) => Find(paths, FindNow);

    private static List<FoundFile> Find(IReadOnlyList<string> paths, Func<string, List<FoundFile>> find)
    {
        if (paths.Count == 0) throw InputRefusal.NoPaths();
        var seen = new HashSet<PathIdentity>();
        return [.. paths.SelectMany(find).Where(file => seen.Add(file.Status.Identity))];
    }

    private static List<FoundFile> Find(string path)
    {
        if (path == InputFile.StandardInputPath) return [InputFile.StandardInput];
        var status = StatusOf(path);
        return status.Kind switch
        {
            PathKind.File or PathKind.Pipe or PathKind.Device => [new FoundFile(path, status)],
            PathKind.Folder => Below(path, mayBeGone: false) is { Count: > 0 } files ? files : throw InputRefusal.FolderIsEmpty(path),
            PathKind.Nothing when InputPattern.IsWildcard(path) => Matches(path, mayBeGone: false) is { Count: > 0 } files
                ? files
                : throw InputRefusal.PatternMatchesNothing(InputPattern.Parse(path)),
            PathKind.Nothing => throw InputRefusal.Missing(path),
            _ => throw InputRefusal.CannotBeRead(path, status.Kind),
        };
    }

    private static List<FoundFile> FindNow(string path)
    {
        if (path == InputFile.StandardInputPath) throw InputRefusal.CannotBeMonitored("standard input");
        var status = StatusOf(path);
        return status.Kind switch
        {
            PathKind.File => [new FoundFile(path, status)],
            PathKind.Folder => Below(path, mayBeGone: true),
            PathKind.Nothing when InputPattern.IsWildcard(path) => Matches(path, mayBeGone: true),
            PathKind.Nothing => [],
            _ => throw InputRefusal.CannotBeMonitored($"'{path}', {status.Kind.Name()},"),
        };
    }

    private static PathStatus StatusOf(string path)
    {
        if (string.IsNullOrWhiteSpace(path)) throw InputRefusal.EmptyPath();
        try
        {
            return PathStatus.Of(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw InputRefusal.Unknown(path, e);
        }
    }

    private static List<FoundFile> Below(string folder, bool mayBeGone)
    {
        try
        {
            return FolderWalk.Files(InputPattern.Below(folder), mayBeGone);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw InputRefusal.FolderCannotBeListed(folder, e);
        }
    }

    private static List<FoundFile> Matches(string pattern, bool mayBeGone)
    {
        try
        {
            return FolderWalk.Files(InputPattern.Parse(pattern), mayBeGone);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw InputRefusal.PatternCannotBeSearched(pattern, e);
        }
    }
}
