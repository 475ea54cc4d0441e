using System.Diagnostics;
using System.Globalization;
using FlowActors.Bench.Harness;

namespace FlowActors.Bench.Campaigns.Memory;

/// <summary>
/// A job with much more state than memory, updated at full speed: its process stays within what it takes without state and a quarter more than the budget, and does not grow.
/// </summary>
/// <param name="minutes">For how long it is watched once its state is full.</param>
/// <param name="stateBytes">How much state there is.</param>
/// <param name="memoryBytes">What it may take in memory.</param>
/// <param name="output">Gets the report.</param>
/// <param name="progress">Gets a line now and then.</param>
internal sealed class MemoryCampaign(double minutes, long stateBytes, long memoryBytes, TextWriter output, TextWriter progress)
{
    private const double Share = 1.25;
    private const double Megabyte = 1 << 20;
    private const int SecondsBetweenLines = 15;

    // The first fifth is left to what settles down.
    private const double Settling = 0.2;

    /// <returns>0 when it stays within its bounds, else 1.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("flowactors-memory-").FullName;
        try
        {
            return await RunAsync(new MemoryOrder(folder, (int)(stateBytes / MemoryOrder.ValueBytes), memoryBytes), cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<int> RunAsync(MemoryOrder order, CancellationToken cancellationToken)
    {
        using var process = MemoryProcess.Start(order);
        // The baseline is what it takes without state, which is made and dropped at full speed.
        var empty = await process.NextAsync(cancellationToken);
        while (empty.Checkpoint == 0) empty = await process.NextAsync(cancellationToken);
        var (baseline, managed) = (process.ResidentBytes, empty.ManagedBytes);
        await process.BeginAsync(cancellationToken);
        var filling = await FillAsync(process, order, cancellationToken);
        var samples = await WatchAsync(process, cancellationToken);
        return Report(baseline, managed, filling, samples, BytesIn(order.Local));
    }

    /// <returns>The most that it took meanwhile.</returns>
    private async Task<long> FillAsync(MemoryProcess process, MemoryOrder order, CancellationToken cancellationToken)
    {
        var (most, seconds) = (0L, 0);
        while (await process.NextAsync(cancellationToken) is var line && line.Filled < order.Keys)
        {
            most = Math.Max(most, process.ResidentBytes);
            if (++seconds % SecondsBetweenLines == 0) await TellAsync($"filled {100.0 * line.Filled / order.Keys:F0} %, {most / Megabyte:F0} MiB at most");
        }

        return most;
    }

    private async Task<List<ResidentSample>> WatchAsync(MemoryProcess process, CancellationToken cancellationToken)
    {
        var (samples, started) = (new List<ResidentSample>(), Stopwatch.GetTimestamp());
        while (samples.Count == 0 || samples[^1].Seconds < minutes * 60)
        {
            var line = await process.NextAsync(cancellationToken);
            samples.Add(new ResidentSample(Stopwatch.GetElapsedTime(started).TotalSeconds, process.ResidentBytes, line.Records, line.Checkpoint, line.ManagedBytes));
            if (samples.Count % SecondsBetweenLines == 0) await TellAsync($"{samples[^1].Seconds:F0} s, {samples[^1].ResidentBytes / Megabyte:F0} MiB");
        }

        return samples;
    }

    private int Report(long baseline, long managed, long filling, List<ResidentSample> samples, long onDisk)
    {
        var most = Math.Max(filling, samples.Max(s => s.ResidentBytes));
        var bound = baseline + Share * memoryBytes;
        var trend = ResidentTrend.Of([.. samples.SkipWhile(s => s.Seconds < Settling * minutes * 60)]);
        Write($"campaign memory, budget {memoryBytes / Megabyte:F0} MiB, {stateBytes / Megabyte:F0} MiB of state in values of {MemoryOrder.ValueBytes} bytes, checkpoints of 10 s");
        Write($"set: {string.Join(", ", AllocatorSettings.OfProcess.Select(s => $"{s.Name}={s.Value ?? "(not set)"}"))}");
        Write($"");
        Write($"| minute | RSS mean MiB | max MiB | of it managed MiB | M updates | checkpoints |");
        Write($"|---:|---:|---:|---:|---:|---:|");
        var before = samples[0];
        foreach (var minute in samples.GroupBy(s => (int)(s.Seconds / 60)))
        {
            var last = minute.Last();
            Write($"| {minute.Key + 1} | {minute.Average(s => s.ResidentBytes) / Megabyte:F0} | {minute.Max(s => s.ResidentBytes) / Megabyte:F0} | {minute.Max(s => s.ManagedBytes) / Megabyte:F0} | {(last.Records - before.Records) / 1e6:F2} | {last.Checkpoint - before.Checkpoint} |");
            before = last;
        }

        Write($"");
        Write($"baseline {baseline / Megabyte:F0} MiB ({managed / Megabyte:F0} managed; the same values made and dropped, until the first checkpoint), filling {filling / Megabyte:F0} MiB at most, on disk {onDisk / Megabyte:F0} MiB");
        Write($"RSS {most / Megabyte:F0} MiB at most, bound {bound / Megabyte:F0} MiB: baseline + {(most - baseline) / memoryBytes:F2} x budget");
        Write($"trend after the first {Settling:P0}: {trend.Rise / Megabyte:F1} MiB in {trend.Seconds / 60:F1} minutes, scatter {trend.Scatter / Megabyte:F1} MiB{(trend.IsUpward ? ": upward" : "")}");
        var isClean = most <= bound && !trend.IsUpward && samples[^1].Checkpoint > samples[0].Checkpoint;
        Write($"VERDICT {(isClean ? "clean" : "wrong")}");
        return isClean ? 0 : 1;
    }

    private void Write(FormattableString line) => output.WriteLine(FormattableString.Invariant(line));

    private Task TellAsync(FormattableString line) => progress.WriteLineAsync(FormattableString.Invariant(line));

    // Files come and go meanwhile.
    private static long BytesIn(string folder) => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Exists ? file.Length : 0);
}
