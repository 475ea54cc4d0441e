using FlowActors.Paths;

namespace FlowActors.Examples.CommandLine;

/// <summary>
/// A file that has its name only when it is complete: what is written goes to a hidden file beside it, which takes the name
/// with <see cref="Write"/> and is removed without.
/// </summary>
internal sealed class OutputFile : IDisposable
{
    private readonly string _path;
    private readonly string _pendingPath;
    private readonly FileStream _stream;
    private bool _isCommitted;

    private OutputFile(string path)
    {
        _path = path;
        _pendingPath = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Guid.NewGuid():n}.inprogress");
        _stream = new FileStream(_pendingPath, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 1 << 16);
    }

    /// <summary>Begins a file, before anything runs that would be in vain if it could not be written.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="inputs">The files that the run reads, which it must not replace.</param>
    /// <exception cref="JobValidationException">It cannot be written; the message says why and what to do.</exception>
    public static OutputFile Begin(string path, params IReadOnlyList<string> inputs)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new JobValidationException("--output is empty: name the file to write.");
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
            content(_stream);
            _stream.Flush(flushToDisk: true);
            _stream.Dispose();
            File.Move(_pendingPath, _path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"Output '{_path}' cannot be written: {e.Message} Nothing of it was left under its name: make room for it or name " +
                "another file, and run again.",
                e);
        }

        _isCommitted = true;
    }

    public void Dispose()
    {
        if (_isCommitted) return;
        try
        {
            _stream.Dispose();
        }
        catch (IOException)
        {
            // It could not take the rest of what was written, which nobody will read.
        }

        try
        {
            File.Delete(_pendingPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder is gone or no longer writable: nothing more can be done about a hidden file in it.
        }
    }

    private static JobValidationException Refused(string path, string why) => new($"Output '{path}' cannot be written: {why}");
}
