using System.Text.RegularExpressions;
using FlowActors.Paths;
using FlowActors.Sinks.Files;

namespace FlowActors.Examples.CommandLine;

/// <summary>
/// A file that has its name only when it is complete: what is written goes to a hidden file beside it, which takes the name
/// with <see cref="Write"/> and is removed without.
/// </summary>
internal sealed partial class OutputFile : IDisposable
{
    private readonly string _path;
    private readonly PendingOutput _pending;

    private OutputFile(string path)
    {
        _path = path;
        var (folder, name) = (Path.GetDirectoryName(path)!, Path.GetFileName(path));
        PendingOutput.RemoveLeftovers(folder, name);
        _pending = PendingOutput.Create(folder, name);
    }

    /// <summary>The full path, behind links.</summary>
    public string FullPath => _path;

    /// <summary>A hidden folder beside the file, for what is to be put together in it; it belongs to whoever makes it.</summary>
    public string PartsFolder => PartsFolderOf(_path);

    /// <summary>The hidden folder of a file with this full path.</summary>
    public static string PartsFolderOf(string path) => Path.Join(Path.GetDirectoryName(path), $".{Path.GetFileName(path)}.rows");

    /// <summary>A text in which hidden folders, and the files in them, have the names of the outputs that people gave.</summary>
    public static string InWords(string text) => PartsFolders().Replace(text, "${at}${name}");

    /// <summary>Begins a file, before anything runs that would be in vain if it could not be written.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="inputs">The files that the run reads, which it must not replace.</param>
    /// <exception cref="JobValidationException">It cannot be written; the message says why and what to do.</exception>
    public static OutputFile Begin(string path, params IReadOnlyList<string> inputs)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new JobValidationException("--output is empty: name the file to write.");
        if (path == "-") throw Refused(path, "what is printed on standard output would be among it. Name a file; ./- is one of that name.");
        try
        {
            // Behind links: a rename must not put the file in the place of a link to one.
            var target = RealPath.Of(path);
            if (Directory.Exists(target) || Path.EndsInDirectorySeparator(path)) throw Refused(path, "it is a folder. Name a file in it.");
            if (ReplaceablePath.Obstacle(path) is { } obstacle) throw Refused(path, $"it is {obstacle}, which no file can replace. Name a file.");
            if (inputs.Any(input => RealPath.Of(input) == target))
                throw Refused(path, "it is an input of the same run, which it would replace. Name another file.");
            if (!Directory.Exists(Path.GetDirectoryName(target))) throw Refused(path, "its folder does not exist. Make the folder first, or name another.");
            return new OutputFile(target);
        }
        catch (FileNotFoundException)
        {
            // The folder is there, so what is not found is the file that was to be made.
            throw Refused(path, "its folder takes no new files. Name a file in another folder.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JobValidationException($"Output '{path}' cannot be written: {e.Message} Name another file, or give the process the right to write there.", e);
        }
    }

    /// <summary>Writes the content and gives the file its name, in place of one that had it. Called once.</summary>
    /// <exception cref="IOException">It could not be written; nothing was left under its name that was not there before.</exception>
    public void Write(Action<Stream> content)
    {
        try
        {
            using var stream = new FileStream(_pending.File, FileAccess.Write, bufferSize: 1 << 16);
            content(stream);
            stream.Flush(flushToDisk: true);
            _pending.Commit(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"Output '{_path}' cannot be written: {e.Message} Nothing of it was left under its name: make room for it or name " +
                "another file, and run again.",
                e);
        }
    }

    public void Dispose() => _pending.Dispose();

    private static JobValidationException Refused(string path, string why) => new($"Output '{path}' cannot be written: {why}");

    // Of a whole path only: the hidden files beside the folder begin with its name, and are to be named as they are.
    [GeneratedRegex(@"(?<at>[/\\])\.(?<name>[^/\\']+)\.rows([/\\]part-\d+)?(?=')")]
    private static partial Regex PartsFolders();
}
