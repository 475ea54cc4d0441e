using System.Diagnostics;

namespace FlowActors.Bench.Harness;

/// <summary>The built examples program, run as a process of its own.</summary>
internal sealed class ExamplesProgram
{
    private const string Solution = "FlowActors.sln";
    private readonly string _dll;

    private ExamplesProgram(string root, string dll) => (Root, _dll) = (root, dll);

    /// <summary>The folder of the checkout.</summary>
    public string Root { get; }

    /// <summary>The program of the same build configuration as this one, in its default output folder.</summary>
    public static ExamplesProgram Find()
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var root = own;
        while (root is not null && !File.Exists(Path.Combine(root.FullName, Solution))) root = root.Parent;
        if (root is null)
            throw new BenchException($"{Solution} lies in no folder above this program; run it from its build output in a checkout.");
        var dll = Path.Combine(root.FullName, "src", "Examples", "bin", own.Parent!.Name, own.Name, "FlowActors.Examples.dll");
        if (!File.Exists(dll))
            throw new BenchException($"The examples are not built. Run: dotnet build src/Examples -c {own.Parent.Name}");
        return new ExamplesProgram(root.FullName, dll);
    }

    /// <summary>Starts the program; its standard output and error are to be read.</summary>
    public Process Start(IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [_dll, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    /// <summary>
    /// Runs the program to its end. <paramref name="onLine"/> gets each line of its standard output as it comes.
    /// </summary>
    /// <exception cref="BenchException">It ended with another exit code than 0.</exception>
    public async Task RunAsync(IEnumerable<string> arguments, Action<string> onLine, CancellationToken cancellationToken)
    {
        using var process = Start(arguments);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line) onLine(line);
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
                throw new BenchException($"The examples ended with exit code {process.ExitCode} on '{string.Join(' ', arguments)}': {(await errors).Trim()}");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
