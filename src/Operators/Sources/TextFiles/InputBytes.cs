namespace FlowActors.Sources;

/// <summary>
/// The bytes of an input as UTF-8. Waiting ends with the token even where the system call does not (a terminal, a pipe without
/// a writer); what was given up ends on its own and touches nothing but its buffer.
/// </summary>
internal abstract class InputBytes : IDisposable
{
    private FileCheck? _check;

    /// <summary>What messages call it, with what their positions count.</summary>
    public abstract string Name { get; }

    /// <summary>Up to which byte it was read: of the input, or of what it decompresses to.</summary>
    public abstract long Position { get; }

    /// <summary>What messages put behind the input's name where <see cref="Position"/> counts other bytes than its own.</summary>
    public virtual string PositionUnit => "";

    /// <summary>Up to which of its own bytes the input was read.</summary>
    public virtual long LengthRead => Position;

    /// <summary>How many sequences of bytes were replaced so far because they were no text in the encoding of the input.</summary>
    public virtual long Replaced => 0;

    public static async Task<InputBytes> OpenAsync(InputFile file, TextFileSource source, CancellationToken cancelled)
    {
        if (file.Path == InputFile.StandardInputPath)
            return await StreamBytes.BeginAsync(source.OpenStandardInput(), file, source.Settings, cancelled).ConfigureAwait(false);
        var stream = await FileOpening.OpenAsync(file, cancelled).ConfigureAwait(false);
        if (file.IsStream) return await StreamBytes.BeginAsync(stream, file, source.Settings, cancelled).ConfigureAwait(false);
        var check = new FileCheck(stream.SafeFileHandle, file);
        try
        {
            check.Begin();
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        var bytes = file.HasRanges
            ? new RangeBytes(stream, file)
            : await StreamBytes.BeginAsync(stream, file, source.Settings, cancelled).ConfigureAwait(false);
        bytes._check = check;
        return bytes;
    }

    /// <summary>The split was read to its end: looks whether its file is still what it was.</summary>
    /// <exception cref="IOException">It is not.</exception>
    public void CheckEnd() => _check?.End();

    /// <summary>Reads some bytes; 0 at the end.</summary>
    /// <param name="buffer">Gets them.</param>
    /// <param name="position">Where to read; an input without ranges is read one byte after the other.</param>
    /// <param name="cancelled">Ends the wait.</param>
    public abstract Task<int> ReadAsync(Memory<byte> buffer, long position, CancellationToken cancelled);

    /// <summary>How many bytes of the input are read with the ones that were just read and used; each counts once.</summary>
    public abstract long TakeCount(int used);

    public abstract void Dispose();
}
