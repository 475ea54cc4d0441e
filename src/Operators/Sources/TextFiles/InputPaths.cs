using System.IO.Enumeration;

namespace FlowActors.Sources;

/// <summary>Finds the files that paths stand for, each once, and refuses what cannot be read.</summary>
internal static class InputPaths
{
    public static IReadOnlyList<InputFile> Resolve(IReadOnlyList<string> paths)
    {
        if (paths.Count == 0)
            throw new JobValidationException("There is nothing to read: name at least one file, folder or pattern, or - for standard input.");
        var files = new List<InputFile>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            if (path == InputFile.StandardInputPath)
            {
                if (seen.Add(path)) files.Add(InputFile.StandardInput);
                continue;
            }

            foreach (var file in Find(path))
            {
                if (seen.Add(Path.GetFullPath(file))) files.Add(Check(file));
            }
        }

        return files;
    }

    public static bool IsHidden(ReadOnlySpan<char> name) => name.Length > 0 && name[0] == '.';

    private static List<string> Find(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new JobValidationException("An input path is empty: name a file, a folder or a pattern, or - for standard input.");
        if (File.Exists(path)) return [path];
        if (Directory.Exists(path)) return FilesBelow(path);
        if (path.Contains('*', StringComparison.Ordinal)) return InputPattern.Find(path);
        throw new JobValidationException(
            $"Input '{path}' does not exist (looked for '{Path.GetFullPath(path)}'). Name a file, a folder, a pattern with * or **, " +
            "or - for standard input.");
    }

    private static List<string> FilesBelow(string folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = default };
        List<string> files;
        try
        {
            // Made here: it opens the folder at once.
            var found = new FileSystemEnumerable<string>(folder, static (ref entry) => entry.ToSpecifiedFullPath(), options)
            {
                ShouldIncludePredicate = static (ref entry) => !entry.IsDirectory && !IsHidden(entry.FileName),
                // Links to folders are not followed: they may lead in circles.
                ShouldRecursePredicate = static (ref entry) =>
                    !IsHidden(entry.FileName) && (entry.Attributes & FileAttributes.ReparsePoint) == 0,
            };
            files = [.. found];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JobValidationException($"Input folder '{folder}' cannot be listed: {e.Message} Name another, or give the process the right to read it and all below it.", e);
        }

        if (files.Count == 0)
            throw new JobValidationException($"Input folder '{folder}' has no files in or below it (names that begin with a dot are left out). Name another, or a file.");
        files.Sort(StringComparer.Ordinal);
        return files;
    }

    private static InputFile Check(string file)
    {
        try
        {
            var length = new FileInfo(file).Length;
            // Pipes have no length either, and opening one would wait for its writer.
            if (length > 0) File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete).Dispose();
            return new InputFile(file, length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JobValidationException($"Input file '{file}' cannot be read: {e.Message} Name another, or give the process the right to read it.", e);
        }
    }
}
