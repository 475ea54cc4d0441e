using Microsoft.Win32.SafeHandles;

namespace FlowActors.Sources;

/// <summary>
/// The bytes of a file by position, or of standard input one after the other. Waiting ends with the token even where the
/// system call does not (a terminal, a pipe without a writer); what was given up ends on its own and touches nothing but
/// its buffer.
/// </summary>
internal sealed class InputBytes : IDisposable
{
    private readonly SafeFileHandle? _file;
    private readonly Stream? _stream;

    private InputBytes(SafeFileHandle? file, Stream? stream)
    {
        _file = file;
        _stream = stream;
    }

    public static async Task<InputBytes> OpenAsync(string path, Func<Stream> openStandardInput, CancellationToken cancelled)
    {
        if (path == InputFile.StandardInputPath) return new InputBytes(null, openStandardInput());
        var open = Task.Run(
            () => File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous),
            cancelled);
        return new InputBytes(await open.WaitAsync(cancelled).ConfigureAwait(false), null);
    }

    public Task<int> ReadAsync(Memory<byte> buffer, long position, CancellationToken cancelled)
    {
        var read = _file is null
            ? _stream!.ReadAsync(buffer, cancelled)
            : RandomAccess.ReadAsync(_file, buffer, position, cancelled);
        return read.AsTask().WaitAsync(cancelled);
    }

    public void Dispose()
    {
        _file?.Dispose();
        _stream?.Dispose();
    }
}
