using FlowActors.Paths;

namespace FlowActors.Sources;

/// <summary>
/// Finds the files that match a pattern. Links are followed wherever they lead; what stands behind them is found once: a
/// folder is entered once for each segment of the pattern, and what is no link comes before what is.
/// </summary>
internal sealed class FolderWalk
{
    private readonly InputPattern _pattern;
    private readonly bool _mayBeGone;
    private readonly HashSet<(PathIdentity Folder, int Segment)> _entered = [];
    private readonly Stack<(string Folder, int Segment)> _folders = [];
    private readonly Queue<(string Folder, int Segment)> _linkedFolders = [];
    private readonly Dictionary<PathIdentity, FoundFile> _found = [];
    private readonly List<FolderEntry> _linkedFiles = [];

    private FolderWalk(InputPattern pattern, bool mayBeGone)
    {
        _pattern = pattern;
        _mayBeGone = mayBeGone;
    }

    /// <summary>The files by ordinal order of their paths.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="mayBeGone">Whether files and folders may vanish meanwhile, and links may lead to nothing: they are left out then.</param>
    /// <exception cref="JobValidationException">What matches is no file, or has a name that cannot be opened.</exception>
    /// <exception cref="IOException">A folder cannot be listed.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder may not be listed.</exception>
    public static List<FoundFile> Files(InputPattern pattern, bool mayBeGone = false)
    {
        var walk = new FolderWalk(pattern, mayBeGone);
        walk.Run();
        return [.. walk._found.Values.OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    private void Run()
    {
        var start = _pattern.Folder.Length == 0 ? "." : _pattern.Folder;
        if (PathStatus.Of(start).Kind != PathKind.Folder) return;
        _folders.Push((_pattern.Folder, 0));
        while (_folders.TryPop(out var next) || _linkedFolders.TryDequeue(out next)) Enter(next.Folder, next.Segment);
        foreach (var link in _linkedFiles) Add(link.Path);
    }

    private void Enter(string folder, int segment)
    {
        if (!_entered.Add((PathStatus.Of(folder.Length == 0 ? "." : folder).Identity, segment))) return;
        var name = _pattern.Segments[segment];
        if (name == InputPattern.AnyFolders)
        {
            foreach (var entry in Visible(folder).Where(entry => entry.IsFolder)) EnterLater(entry, segment);
            _folders.Push((folder, segment + 1));
        }
        else if (!InputPattern.IsWildcard(name))
        {
            if (FolderListing.Find(folder, name) is { } entry) Take(entry, segment);
        }
        else
        {
            foreach (var entry in Visible(folder).Where(entry => InputPattern.Matches(name, entry.Name))) Take(entry, segment);
        }
    }

    private IEnumerable<FolderEntry> Visible(string folder)
    {
        try
        {
            return FolderListing.Of(folder).Where(entry => _pattern.NamesHidden || !InputPattern.IsHidden(entry.Name));
        }
        catch (DirectoryNotFoundException) when (_mayBeGone)
        {
            return [];
        }
    }

    private void Take(FolderEntry entry, int segment)
    {
        var isLast = segment == _pattern.Segments.Length - 1;
        if (entry.IsFolder == isLast) return;
        if (!isLast) EnterLater(entry, segment + 1);
        else if (!entry.CanBeOpened) throw InputRefusal.NameIsNotUtf8(_pattern.Text, entry);
        else if (entry.IsLink) _linkedFiles.Add(entry);
        else Add(entry.Path);
    }

    private void EnterLater(FolderEntry entry, int segment)
    {
        if (!entry.CanBeOpened) throw InputRefusal.NameIsNotUtf8(_pattern.Text, entry);
        if (entry.IsLink) _linkedFolders.Enqueue((entry.Path, segment));
        else _folders.Push((entry.Path, segment));
    }

    private void Add(string path)
    {
        var status = PathStatus.Of(path);
        if (status.Kind == PathKind.Nothing && _mayBeGone) return;
        if (status.Kind != PathKind.File) throw InputRefusal.HoldsNoFile(_pattern.Text, path, status.Kind);
        _found.TryAdd(status.Identity, new FoundFile(path, status));
    }
}
