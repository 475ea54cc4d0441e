using FlowActors.Sinks.Printing;

namespace FlowActors.Examples.CommandLine;

/// <summary>
/// Where the examples speak: results go to the output, progress, warnings and errors to the error stream.
/// </summary>
/// <param name="Output">For results.</param>
/// <param name="Error">For everything else.</param>
/// <param name="IsInteractive">Whether somebody watches the error stream, so that lines on it may be drawn anew.</param>
internal sealed record ExamplesConsole(TextWriter Output, TextWriter Error, bool IsInteractive)
{
    /// <summary>Standard output, watched, and standard error, of which only a terminal is sure to take everything.</summary>
    public static ExamplesConsole Standard => new(
        StandardOutputWriter.ForConsole(),
        Console.IsErrorRedirected ? new NotesWriter(Console.Error) : Console.Error,
        !Console.IsErrorRedirected);
}
