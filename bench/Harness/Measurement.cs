namespace FlowActors.Bench.Harness;

/// <summary>What one run took. Processor time and allocations are those of the whole process.</summary>
internal readonly record struct Measurement(long Records, double WallSeconds, double CpuSeconds, long AllocatedBytes)
{
    public double PerWallSecond => Records / WallSeconds;

    public double PerCpuSecond => Records / CpuSeconds;

    public double BytesPerRecord => (double)AllocatedBytes / Records;
}
