using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace FlowActors.Bench.Harness;

/// <summary>How many questions a second a server answers at most: by <c>wrk</c> where it is installed, else by a closed loop of this process.</summary>
internal static partial class Saturation
{
    private const int Connections = 16;

    /// <returns>Questions a second, and who has asked them.</returns>
    public static async Task<(double PerSecond, string By)> MeasureAsync(HttpClient http, string path, TimeSpan time, CancellationToken cancellationToken)
    {
        try
        {
            return (await WrkAsync(new Uri(http.BaseAddress!, path), time, cancellationToken), "wrk");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // It is not installed.
            return (await LoopAsync(http, path, time, cancellationToken), "closed loop");
        }
    }

    private static async Task<double> WrkAsync(Uri address, TimeSpan time, CancellationToken cancellationToken)
    {
        string[] arguments = ["-t", "1", "-c", Connections.ToString(CultureInfo.InvariantCulture), "-d", $"{time.TotalSeconds:F0}s", address.AbsoluteUri];
        using var process = Process.Start(new ProcessStartInfo("wrk", arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0 || output.Contains("Non-2xx", StringComparison.Ordinal) || Requests().Match(output) is not { Success: true } match)
            throw new BenchException($"wrk could not read {address}: {output.Trim()}");
        return double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private static async Task<double> LoopAsync(HttpClient http, string path, TimeSpan time, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var answered = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(AskAsync, cancellationToken)));
        return answered.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;

        async Task<long> AskAsync()
        {
            var count = 0L;
            for (; Stopwatch.GetElapsedTime(started) < time; count++) await http.GetByteArrayAsync(path, cancellationToken);
            return count;
        }
    }

    [GeneratedRegex(@"Requests/sec:\s*([0-9.]+)")]
    private static partial Regex Requests();
}
