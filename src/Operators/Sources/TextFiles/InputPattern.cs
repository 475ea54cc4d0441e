using Microsoft.Extensions.FileSystemGlobbing;
using Microsoft.Extensions.FileSystemGlobbing.Abstractions;

namespace FlowActors.Sources;

/// <summary>Finds the files that match a pattern. Hidden ones match only a pattern that names a hidden file or folder itself.</summary>
internal static class InputPattern
{
    public static List<string> Find(string pattern)
    {
        var (folder, rest) = Split(pattern.Replace('\\', '/'));
        var hiddenToo = rest.Split('/').Any(IsHidden);
        var matcher = new Matcher(StringComparison.Ordinal).AddInclude(rest);
        List<string> files;
        try
        {
            files = [.. matcher.Execute(new DirectoryInfoWrapper(new DirectoryInfo(folder.Length == 0 ? "." : folder))).Files
                .Select(f => f.Path)
                .Where(p => hiddenToo || !p.Split('/').Any(IsHidden))
                .Select(p => folder + p)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JobValidationException($"Input pattern '{pattern}' cannot be searched for: {e.Message} Narrow it down to folders that the process may read.", e);
        }

        if (files.Count == 0)
            throw new JobValidationException(
                $"Input pattern '{pattern}' matches no file (* stands for any part of a name, ** for any folders; looked below '{Path.GetFullPath(folder.Length == 0 ? "." : folder)}'). Correct it, or name a file or folder.");
        files.Sort(StringComparer.Ordinal);
        return files;
    }

    private static bool IsHidden(string name) => InputPaths.IsHidden(name) && name is not ("." or "..");

    /// <summary>The folders before the first wildcard, with their separator, and what follows.</summary>
    private static (string Folder, string Pattern) Split(string pattern)
    {
        var end = pattern.LastIndexOf('/', pattern.IndexOf('*', StringComparison.Ordinal)) + 1;
        return (pattern[..end], pattern[end..]);
    }
}
