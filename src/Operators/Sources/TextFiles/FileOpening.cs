using FlowActors.Paths;

namespace FlowActors.Sources;

/// <summary>Opens files in the background, as to open a pipe is to wait for its writer.</summary>
internal static class FileOpening
{
    public static async Task<FileStream> OpenAsync(InputFile file, CancellationToken cancelled)
    {
        var opening = Begin(file);
        try
        {
            return await opening.WaitAsync(cancelled).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _ = GiveUpAsync(opening, file);
            throw;
        }
    }

    public static Task<FileStream> Begin(InputFile file) => Task.Run(() => new FileStream(
        file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous));

    /// <summary>Ends when the thread that waited is free again. No call is interrupted: a pipe gets a writer that writes nothing.</summary>
    public static async Task GiveUpAsync(Task<FileStream> opening, InputFile file)
    {
        using var writer = OperatingSystem.IsLinux() && file.Status.Kind == PathKind.Pipe ? OpenWithoutWaiting(file.Path) : null;
        try
        {
            await (await opening.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It could not be opened, and nobody waits for it any more.
        }
    }

    private static FileStream? OpenWithoutWaiting(string pipe)
    {
        try
        {
            // Linux does not wait for the other end where both are opened.
            return new FileStream(pipe, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A pipe that may not be written to: the thread waits on until its writer comes.
            return null;
        }
    }
}
