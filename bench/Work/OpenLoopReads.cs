using System.Diagnostics;
using System.Net;
using FlowActors.Bench.Harness;

namespace FlowActors.Bench.Work;

/// <summary>
/// Asks at a fixed rate, whether earlier questions were answered or not, and notes how long each took from when it was due: a stall counts for every question that it delays.
/// </summary>
internal sealed class OpenLoopReads(HttpClient http, IReadOnlyList<string> paths, int readsPerSecond)
{
    private const int RefusedMax = 10_000;

    private readonly Lock _gate = new();
    private string? _failure;

    /// <summary>How many were refused, as too many waited, and asked again at once.</summary>
    public int Refused { get; private set; }

    /// <summary>Latencies of those that were due after the warm-up.</summary>
    public LatencyHistogram Latencies { get; } = new();

    /// <summary>Asks for so long, and waits for all answers.</summary>
    /// <exception cref="BenchException">An answer was no success.</exception>
    public async Task RunAsync(TimeSpan warmUp, TimeSpan time, CancellationToken cancellationToken)
    {
        var schedule = new OpenLoop(Stopwatch.GetTimestamp(), readsPerSecond);
        var (uncounted, count) = ((long)(warmUp.TotalSeconds * readsPerSecond), (long)((warmUp + time).TotalSeconds * readsPerSecond));
        var reads = new Task[count];
        await Task.Factory.StartNew(
            () =>
            {
                for (var next = 0L; next < count; Thread.Sleep(1))
                {
                    for (var due = Math.Min(schedule.DueCount(Stopwatch.GetTimestamp()), count); next < due; next++)
                        reads[next] = ReadAsync(paths[Uniform.Index(next, paths.Count)], schedule.Due(next), next >= uncounted, cancellationToken);
                }
            },
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        await Task.WhenAll(reads);
        if (_failure is not null) throw new BenchException(_failure);
    }

    private async Task ReadAsync(string path, long due, bool counts, CancellationToken cancellationToken)
    {
        // The thread that keeps the time does no more than hand it over.
        await Task.Yield();
        while (true)
        {
            using var response = await http.GetAsync(path, cancellationToken);
            var answer = await response.Content.ReadAsStringAsync(cancellationToken);
            var now = Stopwatch.GetTimestamp();
            lock (_gate)
            {
                if (response.StatusCode == HttpStatusCode.ServiceUnavailable && Refused++ < RefusedMax) continue;
                if (!response.IsSuccessStatusCode) _failure = $"{path} was answered with {(int)response.StatusCode}: {answer}";
                if (counts) Latencies.Record(due, now);
                return;
            }
        }
    }
}
