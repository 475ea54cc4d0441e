using System.Text;

namespace FlowActors.Examples.CommandLine;

/// <summary>
/// What goes to the error stream beside the results: progress, warnings, errors. What it does not take, because it is full or
/// closed, is dropped: the exit code tells how a run ended, and no run ends for want of somebody who watches.
/// </summary>
internal sealed class NotesWriter(TextWriter error) : TextWriter
{
    public override Encoding Encoding => error.Encoding;

    public override void Write(char value) => TryWrite(value, static (error, value) => error.Write(value));

    public override void Write(string? value) => TryWrite(value, static (error, value) => error.Write(value));

    public override void Write(char[] buffer, int index, int count) =>
        TryWrite((buffer, index, count), static (error, part) => error.Write(part.buffer, part.index, part.count));

    public override void WriteLine(string? value) => TryWrite(value, static (error, value) => error.WriteLine(value));

    public override void Flush() => TryWrite(0, static (error, _) => error.Flush());

    private void TryWrite<T>(T value, Action<TextWriter, T> write)
    {
        try
        {
            write(error, value);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // There is no other place to say so.
        }
    }
}
