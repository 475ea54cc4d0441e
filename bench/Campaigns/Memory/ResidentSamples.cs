using FlowActors.Bench.Harness;

namespace FlowActors.Bench.Campaigns.Memory;

/// <summary>One look at the process.</summary>
/// <param name="Seconds">Since the state was full.</param>
/// <param name="ResidentBytes">What it takes of the machine's memory.</param>
/// <param name="Records">What it has updated.</param>
/// <param name="Checkpoint">Its last checkpoint.</param>
/// <param name="ManagedBytes">What of the memory the garbage collector has.</param>
internal readonly record struct ResidentSample(double Seconds, double ResidentBytes, long Records, long Checkpoint, long ManagedBytes = 0);

/// <summary>The straight line that comes nearest to samples.</summary>
/// <param name="BytesPerSecond">How it rises.</param>
/// <param name="Scatter">The standard deviation of the samples around it.</param>
/// <param name="Seconds">From the first sample to the last.</param>
internal readonly record struct ResidentTrend(double BytesPerSecond, double Scatter, double Seconds)
{
    // Samples of neighbouring seconds are alike, so that the usual error of a slope says little: a rise counts that stands out of the scatter.
    private const double Scatters = 2;

    /// <summary>What it rises from the first sample to the last.</summary>
    public double Rise => BytesPerSecond * Seconds;

    /// <summary>Whether that is more than the samples scatter.</summary>
    public bool IsUpward => Rise > Scatters * Scatter;

    /// <exception cref="BenchException">There are too few samples.</exception>
    public static ResidentTrend Of(IReadOnlyList<ResidentSample> samples)
    {
        if (samples.Count < 3) throw new BenchException($"{samples.Count} samples have no trend.");
        var (x, y) = (samples.Average(s => s.Seconds), samples.Average(s => s.ResidentBytes));
        var slope = samples.Sum(s => (s.Seconds - x) * (s.ResidentBytes - y)) / samples.Sum(s => (s.Seconds - x) * (s.Seconds - x));
        var scatter = Math.Sqrt(samples.Sum(s => Math.Pow(s.ResidentBytes - y - slope * (s.Seconds - x), 2)) / (samples.Count - 2));
        return new ResidentTrend(slope, scatter, samples[^1].Seconds - samples[0].Seconds);
    }
}
