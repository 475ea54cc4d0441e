using FlowActors.Paths;
using FlowActors.Sinks.Files;
using FlowActors.Sinks.Parts;

namespace FlowActors.Sinks;

/// <summary>Where a text-file sink writes, and whether it can.</summary>
internal static class TextFileTarget
{
    /// <summary>The full path, behind links: renaming a file must not put it in the place of a link to one.</summary>
    public static string Resolve(string path) => RealPath.Of(path);

    /// <exception cref="JobValidationException">No file of that path can be written.</exception>
    public static void ValidateFile(string path, LineSinkNames names)
    {
        var target = Validate(path);
        if (Directory.Exists(target) || Path.EndsInDirectorySeparator(path))
            throw Refused(path, $"it is a folder, and {names.File} writes a file. Name a file in it, or use {names.Folder}.");
        ValidateParent(path, target);
    }

    /// <exception cref="JobValidationException">No folder of that path can be written.</exception>
    public static void ValidateFolder(string path, LineSinkNames names)
    {
        var target = Validate(path);
        if (File.Exists(target))
            throw Refused(path, $"it is a file, and {names.Folder} writes a folder. Remove the file, name another path, or use {names.File}.");
        if (Directory.Exists(target) && FindStranger(path, target) is { } stranger)
            throw Refused(path, $"the folder holds '{stranger}', which is no result of {names.Folder}, so it is not replaced. Empty the folder, or name another.");
        ValidateParent(path, target);
        if (Directory.Exists(target)) Probe(path, Path.GetFileName(target), target);
    }

    /// <exception cref="JobValidationException">No files can be written into a folder of that path, which may hold others.</exception>
    /// <param name="path">The folder.</param>
    /// <param name="name">The longest name that a file gets.</param>
    public static void ValidateParts(string path, string name)
    {
        var target = Validate(path);
        if (File.Exists(target)) throw Refused(path, "it is a file, and a file sink writes into a folder. Remove the file, or name another path.");
        if (Directory.Exists(target)) Probe(path, name, target);
        else ValidateParent(path, target, name);
    }

    private static string? FindStranger(string path, string target)
    {
        try
        {
            return PartFiles.FindStranger(target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refused(path, $"the folder cannot be read: {e.Message} Name another path, or give the process the right to read it.", e);
        }
    }

    private static string Validate(string path)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new JobValidationException("A text sink has an empty path: name the file or folder to write.");
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

        if (obstacle is not null) throw Refused(path, $"it is {obstacle}, which cannot be replaced as a whole. Use Print() or Discard(), or name another path.");
        return target;
    }

    private static void ValidateParent(string path, string target, string? name = null)
    {
        var parent = Path.GetDirectoryName(target) ?? throw Refused(path, "it is the root of a file system. Name a file.");
        while (!Directory.Exists(parent))
        {
            if (File.Exists(parent)) throw Refused(path, $"'{parent}' is a file, not a folder. Name another path.");
            parent = Path.GetDirectoryName(parent) ?? throw Refused(path, "its file system is not there. Name another path.");
        }

        Probe(path, name ?? Path.GetFileName(target), parent);
    }

    private static void Probe(string path, string name, string folder)
    {
        try
        {
            PendingOutput.Create(folder, name).Dispose();
            // The longest name that a part of it can have: what a snapshot names must not fail for that.
            Try(Path.Join(folder, PendingName.New(name + new string('x', PartName.LongestAddition - PendingName.LeastAddition), 0)));
        }
        catch (FileNotFoundException e)
        {
            // The folder is there, so what is not found is the file that was to be made.
            throw Refused(path, $"'{folder}' takes no new files. Name a file in another folder.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refused(path, $"nothing can be written into '{folder}': {e.Message} Name another path, or give the process the right to write there.", e);
        }
    }

    private static void Try(string path)
    {
        File.WriteAllBytes(path, []);
        File.Delete(path);
    }

    private static JobValidationException Refused(string path, string why, Exception? e = null)
    {
        var message = $"Output '{path}' cannot be written: {why}";
        return e is null ? new JobValidationException(message) : new JobValidationException(message, e);
    }
}
