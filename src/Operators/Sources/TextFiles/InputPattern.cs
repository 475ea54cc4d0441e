namespace FlowActors.Sources;

/// <summary>Which files below a folder are meant.</summary>
/// <param name="Text">The pattern or the folder as it was named.</param>
/// <param name="Folder">The folders before the first wildcard, with their separator; empty for the current folder.</param>
/// <param name="Segments">What follows: names, names with <c>*</c>, <c>**</c>. The last one is for files.</param>
internal sealed record InputPattern(string Text, string Folder, string[] Segments)
{
    public const string AnyFolders = "**";
    private static readonly string[] AllBelow = [AnyFolders, "*"];

    /// <summary>Whether hidden files and folders match: only where the pattern names one itself.</summary>
    public bool NamesHidden { get; } = Segments.Any(segment => IsHidden(segment) && segment is not ("." or ".."));

    /// <summary>All files in and below a folder.</summary>
    public static InputPattern Below(string folder) => new(folder, folder, AllBelow);

    /// <summary>Takes a pattern apart that has a wildcard.</summary>
    public static InputPattern Parse(string text)
    {
        var pattern = text.Replace('\\', '/');
        var end = pattern.LastIndexOf('/', pattern.IndexOf('*', StringComparison.Ordinal)) + 1;
        var names = pattern[end..].Split('/');
        List<string> segments = [];
        for (var i = 0; i < names.Length; i++)
        {
            var isLast = i == names.Length - 1;
            if (isLast && names[i] is ("" or AnyFolders)) segments.AddRange(AllBelow);
            else if (names[i].StartsWith("**.", StringComparison.Ordinal)) segments.AddRange([AnyFolders, names[i][1..]]);
            else if (names[i].Length > 0) segments.Add(names[i]);
        }

        return new InputPattern(text, pattern[..end], [.. segments]);
    }

    public static bool IsWildcard(string text) => text.Contains('*', StringComparison.Ordinal);

    /// <summary>Whether a name matches a segment, in which <c>*</c> stands for any characters and all others for themselves.</summary>
    public static bool Matches(string segment, ReadOnlySpan<char> name)
    {
        var parts = segment.Split('*');
        if (!name.StartsWith(parts[0], StringComparison.Ordinal)) return false;
        name = name[parts[0].Length..];
        foreach (var part in parts[1..^1])
        {
            // The first place will do: what follows has the more left to match.
            var index = name.IndexOf(part, StringComparison.Ordinal);
            if (index < 0) return false;
            name = name[(index + part.Length)..];
        }

        return name.EndsWith(parts[^1], StringComparison.Ordinal);
    }

    public static bool IsHidden(string name) => name.StartsWith('.');
}
