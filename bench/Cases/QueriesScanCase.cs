using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using FlowActors.Bench.CommandLine;
using FlowActors.Bench.Harness;

namespace FlowActors.Bench.Cases;

/// <summary>All keys of a state read page by page over HTTP, beside a job at its full rate.</summary>
/// <param name="name">The case's name.</param>
/// <param name="prefix">What its figures' names begin with.</param>
/// <param name="state">Where the job keeps state.</param>
internal sealed class QueriesScanCase(string name, string prefix, string state) : BenchCase
{
    private const int Keys = 1_000_000;
    private const int KeysOfPage = 1_000;

    public override string Name => name;

    public override string Summary => string.Create(
        CultureInfo.InvariantCulture, $"a scan of {Keys:N0} longs ({state}) by pages of {KeysOfPage:N0} over HTTP, beside a keyed count at full rate");

    public override async Task RunAsync(BenchSettings settings, BenchReport report, CancellationToken cancellationToken)
    {
        await using var job = await QueriedProcess.StartAsync(0, Keys, state, cancellationToken);
        var started = Stopwatch.GetTimestamp();
        var seen = new HashSet<long>();
        var (pages, longest, cursor) = (0, TimeSpan.Zero, "");
        do
        {
            var begun = Stopwatch.GetTimestamp();
            var page = await job.Http.GetFromJsonAsync<JsonElement>($"{QueriedCommand.StatePath}?limit={KeysOfPage}{(cursor is "" ? "" : "&cursor=" + cursor)}", cancellationToken);
            if (Stopwatch.GetElapsedTime(begun) is var took && took > longest) longest = took;
            foreach (var entry in page.GetProperty("entries").EnumerateArray())
            {
                if (!seen.Add(entry.GetProperty("key").GetInt64())) throw new BenchException($"Key {entry.GetProperty("key")} came twice.");
            }

            pages++;
            cursor = page.GetProperty("cursor").GetString();
        }
        while (cursor is not null);
        var elapsed = Stopwatch.GetElapsedTime(started);
        if (seen.Count != Keys) throw new BenchException($"Of {Keys:N0} keys {seen.Count:N0} came.");
        var slices = await job.SlicesAsync(cancellationToken);
        if (slices.Count < pages) throw new BenchException($"Of {pages} pages {slices.Count} slices were told of.");
        report.Table(
            $"{Name}: {Summary}",
            ["", "seconds", "pages", "longest page, ms", "slices", "slices' p99, ms of thread time", "longest slice"],
            [
                [
                    "scan", SignificantDigits.Format(elapsed.TotalSeconds), pages.ToString(CultureInfo.InvariantCulture), SignificantDigits.Format(longest.TotalMilliseconds),
                    slices.Count.ToString(CultureInfo.InvariantCulture), SignificantDigits.Format(slices.P99Ms), SignificantDigits.Format(slices.LongestMs),
                ],
            ]);
        report.Figure($"{prefix}scan-seconds", elapsed.TotalSeconds);
        report.Figure($"{prefix}slices-p99-ms", slices.P99Ms);
        report.Figure($"{prefix}slices-longest-ms", slices.LongestMs);
    }
}
