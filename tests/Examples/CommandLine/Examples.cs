using FlowActors.Examples.CommandLine;

namespace FlowActors.Tests.Examples.CommandLine;

/// <summary>Runs command lines in this process.</summary>
internal static class Examples
{
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string[] arguments, CancellationToken cancellation = default)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var console = new ExamplesConsole(TextWriter.Synchronized(output), TextWriter.Synchronized(error), IsInteractive: false);
        var exitCode = await ExamplesCommand.RunAsync(arguments, console, cancellation);
        return (exitCode, output.ToString(), error.ToString());
    }

    public static Task<(int ExitCode, string Output, string Error)> RunAsync(string commandLine) => RunAsync(commandLine.Split(' '));

    /// <summary>What is on the error stream beside the progress of a job, which a machine that is slow shows.</summary>
    /// <param name="error">The error stream.</param>
    /// <param name="what">What runs.</param>
    public static string WithoutProgress(string error, string what) =>
        string.Join('\n', error.Split('\n').Where(line => !line.StartsWith($"{what}: ", StringComparison.Ordinal)));
}
