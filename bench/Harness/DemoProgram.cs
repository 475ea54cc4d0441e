using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace FlowActors.Bench.Harness;

/// <summary>The examples' demo in a process of its own, and questions to it over HTTP.</summary>
internal sealed class DemoProgram : IAsyncDisposable
{
    private const int KeysOfOneQuestion = 500;

    private readonly Process _process;

    private DemoProgram(Process process, Uri address)
    {
        _process = process;
        Address = address;
        Http = new HttpClient { BaseAddress = address };
    }

    /// <summary>Where it is served.</summary>
    public Uri Address { get; }

    public HttpClient Http { get; }

    /// <summary>Starts it, and waits until it is served.</summary>
    /// <param name="rate">Events a second; more than it can do for as many as it can.</param>
    /// <param name="state">Where state is kept.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="BenchException">It ended instead.</exception>
    public static async Task<DemoProgram> StartAsync(long rate, string state, CancellationToken cancellationToken)
    {
        var process = ExamplesProgram.Find().Start(["demo", "--http", "0", "--rate", rate.ToString(CultureInfo.InvariantCulture), "--state", state]);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.IndexOf("http://", StringComparison.Ordinal) is >= 0 and var at) return new DemoProgram(process, new Uri(line[at..].Split(' ')[0].TrimEnd('.')));
        }

        throw new BenchException($"The demo ended instead of being served: {(await errors).Trim()}");
    }

    /// <summary>The bids counted so far.</summary>
    public async Task<long> BidsAsync(CancellationToken cancellationToken) =>
        (await Http.GetFromJsonAsync<JsonElement>("jobs/demo/operators/bids-total/state/count/all", cancellationToken)).GetProperty("value").GetInt64();

    /// <summary>Bids a second, over some time.</summary>
    public async Task<double> RateAsync(Func<CancellationToken, Task> meanwhile, CancellationToken cancellationToken)
    {
        var (before, started) = (await BidsAsync(cancellationToken), Stopwatch.GetTimestamp());
        await meanwhile(cancellationToken);
        return (await BidsAsync(cancellationToken) - before) / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>Waits until something was counted.</summary>
    public async Task WarmUpAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                if (await BidsAsync(cancellationToken) > 0) break;
            }
            catch (HttpRequestException)
            {
                // Its operators have not begun.
            }

            await Task.Delay(50, cancellationToken);
        }

        await Task.Delay(time, cancellationToken);
    }

    /// <summary>Paths of auctions that have bids.</summary>
    public async Task<IReadOnlyList<string>> AuctionsAsync(CancellationToken cancellationToken)
    {
        const string State = "jobs/demo/operators/bids-by-auction/state/count";
        var keys = string.Join(',', Enumerable.Range(1_000, KeysOfOneQuestion));
        var found = await Http.GetFromJsonAsync<JsonElement>($"{State}?keys={keys}", cancellationToken);
        return [.. found.GetProperty("entries").EnumerateArray().Select(e => $"{State}/{e.GetProperty("key").GetInt64()}")];
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
