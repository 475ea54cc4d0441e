using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using FlowActors.Bench.CommandLine;

namespace FlowActors.Bench.Harness;

/// <summary>The queried job in a process of its own, and questions to it over HTTP.</summary>
internal sealed class QueriedProcess : IAsyncDisposable
{
    private readonly Process _process;

    private QueriedProcess(Process process, Uri address)
    {
        _process = process;
        Http = new HttpClient { BaseAddress = address };
    }

    public HttpClient Http { get; }

    /// <summary>Starts it, and waits until it is served and all its keys are there.</summary>
    /// <param name="rate">Records a second; 0 for as many as it can.</param>
    /// <param name="keys">How many keys it counts.</param>
    /// <param name="state">Where state is kept.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="BenchException">It ended instead.</exception>
    public static async Task<QueriedProcess> StartAsync(long rate, int keys, string state, CancellationToken cancellationToken)
    {
        var culture = CultureInfo.InvariantCulture;
        string[] arguments = [QueriedCommand.Name, rate.ToString(culture), keys.ToString(culture), state];
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. CaseProcess.Program(), .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("http://", StringComparison.Ordinal)) return new QueriedProcess(process, new Uri(line));
        }

        throw new BenchException($"The process of '{string.Join(' ', arguments)}' ended instead of being served.");
    }

    /// <summary>Records a second, over some time.</summary>
    public async Task<double> RateAsync(Func<CancellationToken, Task> meanwhile, CancellationToken cancellationToken)
    {
        var (before, started) = (await RecordsAsync(cancellationToken), Stopwatch.GetTimestamp());
        await meanwhile(cancellationToken);
        return (await RecordsAsync(cancellationToken) - before) / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>How long the slices of scans were.</summary>
    public Task<SliceSpread> SlicesAsync(CancellationToken cancellationToken) => SliceTimes.AskAsync(_process.StandardInput, _process.StandardOutput, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<double> RecordsAsync(CancellationToken cancellationToken)
    {
        var answer = await Http.GetFromJsonAsync<JsonElement>(QueriedCommand.RecordsPath, cancellationToken);
        return answer.GetProperty("metrics")[0].GetProperty("sum").GetDouble();
    }
}
