using System.Globalization;
using FlowActors.Files;

namespace FlowActors.Sinks;

/// <summary>The files in a folder of results, one for each subtask.</summary>
internal static class PartFiles
{
    private const string Prefix = "part-";

    /// <summary>The file of a subtask.</summary>
    public static string PathOf(string folder, int subtask) => Path.Combine(folder, NameOf(subtask));

    /// <summary>The name of something in the folder that would pass for a result and is none, such as a file of the user's; else null.</summary>
    public static string? FindStranger(string folder) => new DirectoryInfo(folder).EnumerateFileSystemInfos()
        .FirstOrDefault(entry => !entry.Name.StartsWith('.') && (NumberOf(entry.Name) is null || entry is DirectoryInfo))?.Name;

    /// <summary>Removes the files of an earlier run with more subtasks: they would pass for results of this one.</summary>
    /// <exception cref="IOException">One cannot be removed; the message says what to do.</exception>
    public static void RemoveBeyond(IFileSystem files, string folder, int subtasks)
    {
        foreach (var name in files.FilesIn(folder).Where(name => NumberOf(name) >= subtasks))
        {
            try
            {
                files.Delete(Path.Join(folder, name));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new IOException(
                    $"'{Path.Join(folder, name)}' of an earlier run cannot be removed: {e.Message} Remove it, or name another folder, and run the job again.", e);
            }
        }
    }

    private static string NameOf(int subtask) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{subtask}");

    private static int? NumberOf(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var subtask)
        && NameOf(subtask) == name
            ? subtask
            : null;
}
