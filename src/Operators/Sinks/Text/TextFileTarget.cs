using System.Globalization;
using FlowActors.Paths;

namespace FlowActors.Sinks;

/// <summary>Where a text-file sink writes, and whether it can.</summary>
internal static class TextFileTarget
{
    private const string PartPrefix = "part-";

    /// <summary>The name of a subtask's file where there are several.</summary>
    public static string PartName(int subtask) => string.Create(CultureInfo.InvariantCulture, $"{PartPrefix}{subtask}");

    /// <summary>The full path, behind links: renaming a file must not put it in the place of a link to one.</summary>
    public static string Resolve(string path) => RealPath.Of(path);

    /// <summary>The full paths of what so many subtasks write: the file, or the folder and the files in it.</summary>
    public static IEnumerable<string> All(string path, int parallelism)
    {
        var target = Resolve(path);
        return parallelism == 1 ? [target] : [target, .. Enumerable.Range(0, parallelism).Select(subtask => Path.Combine(target, PartName(subtask)))];
    }

    /// <summary>A new hidden name beside the target, on the same file system.</summary>
    public static string PendingPath(string target, int subtask) => Path.Combine(
        Path.GetDirectoryName(target)!,
        string.Create(CultureInfo.InvariantCulture, $".{Path.GetFileName(target)}.{subtask}.{Guid.NewGuid():n}.inprogress"));

    public static void Validate(string path, int parallelism)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new JobValidationException("A text-file sink has an empty path: name the file to write.");
        string target;
        string? obstacle;
        try
        {
            target = Resolve(path);
            obstacle = ReplaceablePath.Obstacle(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refused(path, $"{e.Message} Name another path.", e);
        }

        if (obstacle is not null) throw Refused(path, $"it is {obstacle}, which cannot be replaced as a whole. Use Print() or Discard(), or name a file.");

        if (parallelism == 1) ValidateFile(path, target);
        else ValidateFolder(path, target, parallelism);
        ValidateParent(path, target);
    }

    private static void ValidateFile(string path, string target)
    {
        if (Directory.Exists(target) || Path.EndsInDirectorySeparator(path))
            throw Refused(path, "it is a folder, and a sink with one subtask writes a file. Name a file in it.");
    }

    private static void ValidateFolder(string path, string target, int parallelism)
    {
        if (File.Exists(target))
            throw Refused(path, $"it is a file, and a sink with {parallelism} subtasks writes a folder. Remove the file, or set the sink's parallelism to 1.");
        if (!Directory.Exists(target)) return;
        var parts = Enumerable.Range(0, parallelism).Select(PartName).ToHashSet(StringComparer.Ordinal);
        foreach (var entry in Directory.EnumerateFileSystemEntries(target))
        {
            // Files of an earlier run with more subtasks would pass for results of this one.
            if (!parts.Contains(Path.GetFileName(entry)))
                throw Refused(path, $"the folder holds '{Path.GetFileName(entry)}', which this job would not replace. Empty the folder, or name another.");
        }
    }

    private static void ValidateParent(string path, string target)
    {
        var parent = Path.GetDirectoryName(target) ?? throw Refused(path, "it is the root of a file system. Name a file.");
        while (!Directory.Exists(parent))
        {
            if (File.Exists(parent)) throw Refused(path, $"'{parent}' is a file, not a folder. Name another path.");
            parent = Path.GetDirectoryName(parent) ?? throw Refused(path, "its file system is not there. Name another path.");
        }

        try
        {
            var probe = Path.Combine(parent, $".{Guid.NewGuid():n}.probe");
            File.OpenHandle(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.DeleteOnClose).Dispose();
        }
        catch (FileNotFoundException e)
        {
            // The folder is there, so what is not found is the file that was to be made.
            throw Refused(path, $"'{parent}' takes no new files. Name a file in another folder.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refused(path, $"nothing can be written into '{parent}': {e.Message} Name another path, or give the process the right to write there.", e);
        }
    }

    private static JobValidationException Refused(string path, string why, Exception? e = null)
    {
        var message = $"Output '{path}' cannot be written: {why}";
        return e is null ? new JobValidationException(message) : new JobValidationException(message, e);
    }
}
