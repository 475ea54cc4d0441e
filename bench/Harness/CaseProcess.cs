using System.Diagnostics;
using System.Globalization;

namespace FlowActors.Bench.Harness;

/// <summary>
/// Runs a case in a process of its own, so that what one case made the runtime compile does not weigh on the next: generic code is
/// compiled for what it did first.
/// </summary>
internal static class CaseProcess
{
    /// <summary>Runs it with this process's standard streams.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(BenchCase benchCase, BenchSettings settings, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, Arguments(benchCase, settings)))!;
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return process.ExitCode;
    }

    /// <summary>What precedes the arguments of this program in a new process of it: it is either its own executable or was given to dotnet.</summary>
    public static string[] Program() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];

    private static string[] Arguments(BenchCase benchCase, BenchSettings settings) =>
        [.. Program(), benchCase.Name, "--rounds", settings.Rounds.ToString(CultureInfo.InvariantCulture)];
}
