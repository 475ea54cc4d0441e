using System.IO.Enumeration;
using FlowActors.Paths;

namespace FlowActors.Sources;

/// <summary>Lists folders.</summary>
internal static class FolderListing
{
    private const char Replacement = '\uFFFD';
    private static readonly EnumerationOptions All = new() { IgnoreInaccessible = false, AttributesToSkip = default };

    /// <summary>What is in a folder, by ordinal order of the names; the current folder's path is empty.</summary>
    /// <exception cref="IOException">It cannot be listed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be listed.</exception>
    public static List<FolderEntry> Of(string folder)
    {
        List<FolderEntry> entries =
        [
            .. new FileSystemEnumerable<FolderEntry>(
                folder.Length == 0 ? "." : folder,
                (ref entry) => new FolderEntry(
                    "",
                    entry.FileName.ToString(),
                    entry.IsDirectory,
                    IsLink: (entry.Attributes & FileAttributes.ReparsePoint) != 0,
                    CanBeOpened: true),
                All),
        ];
        entries.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i] with { Path = Path.Combine(folder, entries[i].Name) };
            entries[i] = entry with { CanBeOpened = !HasReplacement(entry.Name) || IsUtf8(entries, i, entry.Path) };
        }

        return entries;
    }

    /// <summary>The one with this name, if there is one.</summary>
    public static FolderEntry? Find(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        var kind = PathStatus.Of(path).Kind;
        var isLink = new FileInfo(path).LinkTarget is not null;
        return kind == PathKind.Nothing && !isLink ? null : new FolderEntry(path, name, kind == PathKind.Folder, isLink, CanBeOpened: true);
    }

    /// <summary>Whether a character of the text may stand for bytes that are not UTF-8.</summary>
    public static bool HasReplacement(string text) => text.Contains(Replacement, StringComparison.Ordinal);

    // The character may be part of the name. But if there is nothing under this name, or something else as well, it is not.
    private static bool IsUtf8(List<FolderEntry> sorted, int index, string path) =>
        !(index > 0 && sorted[index - 1].Name == sorted[index].Name)
        && !(index + 1 < sorted.Count && sorted[index + 1].Name == sorted[index].Name)
        && (PathStatus.Of(path).Kind != PathKind.Nothing || new FileInfo(path).LinkTarget is not null);
}
