using System.Diagnostics;
using HdrHistogram;

namespace FlowActors.Bench.Harness;

/// <summary>Latencies in microseconds, to three digits. One thread records; reading is for afterwards.</summary>
internal sealed class LatencyHistogram
{
    private static readonly long s_microsecondsMax = (long)TimeSpan.FromMinutes(2).TotalMicroseconds;

    private readonly LongHistogram _histogram = new(s_microsecondsMax, 3);

    public long Count => _histogram.TotalCount;

    /// <summary>Notes that a record that was due then has arrived now.</summary>
    public void Record(long due, long now) => Record(Stopwatch.GetElapsedTime(due, now));

    /// <summary>Notes how long something took.</summary>
    public void Record(TimeSpan elapsed) => _histogram.RecordValue(Math.Clamp((long)elapsed.TotalMicroseconds, 0, s_microsecondsMax));

    public void Add(LatencyHistogram other) => _histogram.Add(other._histogram);

    /// <summary>The latency in ms that so many percent of the records did not exceed.</summary>
    public double Milliseconds(double percent) => _histogram.GetValueAtPercentile(percent) / 1000.0;
}
