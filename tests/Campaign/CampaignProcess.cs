using System.Diagnostics;

namespace FlowActors.Tests.Campaign;

/// <summary>The program of <c>bench</c> in this project's output, in a process of its own, which starts and kills others.</summary>
internal static class CampaignProcess
{
    /// <summary>Runs a campaign to its end.</summary>
    /// <param name="temporary">Where it keeps its data.</param>
    /// <param name="limit">For how long at most.</param>
    /// <param name="arguments">Which, and how.</param>
    public static async Task<(int ExitCode, string Report)> RunAsync(string temporary, TimeSpan limit, params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "FlowActors.Bench.dll");
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [program, "campaign", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[OperatingSystem.IsWindows() ? "TMP" : "TMPDIR"] = temporary;
        using var process = Process.Start(start)!;
        using var end = new CancellationTokenSource(limit);
        try
        {
            var progress = process.StandardError.ReadToEndAsync(end.Token);
            var report = await process.StandardOutput.ReadToEndAsync(end.Token);
            await process.WaitForExitAsync(end.Token);
            return (process.ExitCode, report + await progress);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
