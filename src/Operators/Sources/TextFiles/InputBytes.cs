using Microsoft.Win32.SafeHandles;

namespace FlowActors.Sources;

/// <summary>
/// The bytes of a file by position, or of a pipe or standard input one after the other. Waiting ends with the token even where the
/// system call does not (a terminal, a pipe without a writer); what was given up ends on its own and touches nothing but
/// its buffer.
/// </summary>
internal sealed class InputBytes(Stream stream) : IDisposable
{
    private readonly SafeFileHandle? _file = stream is FileStream { CanSeek: true } file ? file.SafeFileHandle : null;

    public static async Task<InputBytes> OpenAsync(string path, Func<Stream> openStandardInput, CancellationToken cancelled)
    {
        if (path == InputFile.StandardInputPath) return new InputBytes(openStandardInput());
        var open = Task.Run(
            () => new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous),
            cancelled);
        return new InputBytes(await open.WaitAsync(cancelled).ConfigureAwait(false));
    }

    public Task<int> ReadAsync(Memory<byte> buffer, long position, CancellationToken cancelled)
    {
        var read = _file is null ? stream.ReadAsync(buffer, cancelled) : RandomAccess.ReadAsync(_file, buffer, position, cancelled);
        return read.AsTask().WaitAsync(cancelled);
    }

    public void Dispose() => stream.Dispose();
}
