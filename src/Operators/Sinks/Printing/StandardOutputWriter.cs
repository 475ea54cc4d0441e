using System.Text;

namespace FlowActors.Sinks.Printing;

/// <summary>
/// Standard output that says when what is written reaches nobody: .NET's console drops it without a word once the reader of a
/// pipe has gone, so that a program that prints goes on for ever. As thread-safe as what it writes to.
/// </summary>
internal sealed class StandardOutputWriter(TextWriter console, Func<bool> isClosed) : TextWriter
{
    /// <summary>
    /// The console's present writer, watched; one that the program has put in its place (<see cref="Console.SetOut"/>) as it is.
    /// </summary>
    public static TextWriter ForConsole() => IsConsoleItself(Console.Out)
        ? new StandardOutputWriter(Console.Out, static () => OutputPipe.IsBroken(OutputPipe.StandardOutput))
        : Console.Out;

    public override Encoding Encoding => console.Encoding;

    /// <exception cref="IOException">It could not be written; a <see cref="StandardOutputClosedException"/> when it never will be.</exception>
    public override void Write(char value) => Watched(value, static (console, value) => console.Write(value));

    /// <inheritdoc cref="Write(char)"/>
    public override void Write(string? value) => Watched(value, static (console, value) => console.Write(value));

    /// <inheritdoc cref="Write(char)"/>
    public override void Write(char[] buffer, int index, int count) =>
        Watched((buffer, index, count), static (console, part) => console.Write(part.buffer, part.index, part.count));

    /// <inheritdoc cref="Write(char)"/>
    public override void WriteLine() => Watched(0, static (console, _) => console.WriteLine());

    /// <inheritdoc cref="Write(char)"/>
    public override void WriteLine(string? value) => Watched(value, static (console, value) => console.WriteLine(value));

    /// <inheritdoc cref="Write(char)"/>
    public override void Flush() => Watched(0, static (console, _) => console.Flush());

    private void Watched<T>(T value, Action<TextWriter, T> write)
    {
        try
        {
            write(console, value);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"Standard output cannot be written: {e.Message.TrimEnd('.')}. Make room where it leads to, or lead it elsewhere, and run again.", e);
        }

        if (isClosed()) throw new StandardOutputClosedException();
    }

    // .NET does not say whether SetOut was called, but its own writer is the one that has the very encoding of the console.
    private static bool IsConsoleItself(TextWriter writer) => ReferenceEquals(writer.Encoding, Console.OutputEncoding);
}
