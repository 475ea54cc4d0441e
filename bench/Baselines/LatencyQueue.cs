using System.Diagnostics;
using System.Threading.Channels;
using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Baselines;

/// <summary>
/// What the machine itself adds: one thread sleeps, and writes what is due into a channel; another reads it. No engine can be
/// much faster than this without keeping a core busy.
/// </summary>
internal static class LatencyQueue
{
    /// <summary>Runs to the end; records below <paramref name="from"/> are sent, but not recorded.</summary>
    public static async Task<LatencyHistogram> RunAsync(int recordsPerSecond, long from, long to, CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<(long Record, long Due)>(new() { SingleReader = true, SingleWriter = true });
        var sending = Task.Factory.StartNew(
            () => Send(channel.Writer, recordsPerSecond, to, cancellationToken),
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        var histogram = new LatencyHistogram();
        await foreach (var (record, due) in channel.Reader.ReadAllAsync(cancellationToken))
            if (record >= from) histogram.Record(due, Stopwatch.GetTimestamp());
        await sending;
        return histogram;
    }

    private static void Send(ChannelWriter<(long Record, long Due)> writer, int recordsPerSecond, long to, CancellationToken cancellationToken)
    {
        var schedule = new OpenLoop(Stopwatch.GetTimestamp(), recordsPerSecond);
        for (var next = 0L; next < to && !cancellationToken.IsCancellationRequested; Thread.Sleep(1))
        {
            for (var end = Math.Min(schedule.DueCount(Stopwatch.GetTimestamp()), to); next < end; next++)
                writer.TryWrite((next, schedule.Due(next)));
        }

        writer.Complete();
    }
}
