namespace FlowActors.Examples.CommandLine;

/// <summary>
/// Where the examples speak: results go to the output, progress, warnings and errors to the error stream.
/// </summary>
/// <param name="Output">For results.</param>
/// <param name="Error">For everything else.</param>
/// <param name="IsInteractive">Whether somebody watches the error stream, so that lines on it may be drawn anew.</param>
internal sealed record ExamplesConsole(TextWriter Output, TextWriter Error, bool IsInteractive)
{
    /// <summary>Standard output and standard error.</summary>
    public static ExamplesConsole Standard => new(Console.Out, Console.Error, !Console.IsErrorRedirected);
}
