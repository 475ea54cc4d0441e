namespace FlowActors.Bench.Harness;

/// <summary>A named number that comes out of the contenders' results.</summary>
internal abstract record Figure(string Name)
{
    public abstract double Of(IReadOnlyDictionary<string, ContenderResult> results);
}

/// <summary>Records per wall second, for work on one thread: median of the candidate over median of the baseline.</summary>
internal sealed record WallRatio(string Name, string Candidate, string Baseline) : Figure(Name)
{
    public override double Of(IReadOnlyDictionary<string, ContenderResult> results) =>
        results[Candidate].PerWallSecond.Median / results[Baseline].PerWallSecond.Median;
}

/// <summary>
/// Records per wall second, for loops so short that where their data happens to lie, or who shares the core's caches, can double
/// their time: best round of the candidate over best round of the baseline.
/// </summary>
internal sealed record BestWallRatio(string Name, string Candidate, string Baseline) : Figure(Name)
{
    public override double Of(IReadOnlyDictionary<string, ContenderResult> results) =>
        results[Candidate].PerWallSecond.Max / results[Baseline].PerWallSecond.Max;
}

/// <summary>Records per CPU second, where several threads work: median of the candidate over median of the baseline.</summary>
internal sealed record CpuRatio(string Name, string Candidate, string Baseline) : Figure(Name)
{
    public override double Of(IReadOnlyDictionary<string, ContenderResult> results) =>
        results[Candidate].PerCpuSecond.Median / results[Baseline].PerCpuSecond.Median;
}

/// <summary>The median of the bytes that the whole process allocates a record.</summary>
internal sealed record AllocatedBytes(string Name, string Candidate) : Figure(Name)
{
    public override double Of(IReadOnlyDictionary<string, ContenderResult> results) => results[Candidate].BytesPerRecord.Median;
}

/// <summary>The bytes that something keeps alive, divided by the records in it.</summary>
internal sealed record RetainedBytes(string Name, long Records, Func<object> Create) : Figure(Name)
{
    public override double Of(IReadOnlyDictionary<string, ContenderResult> results)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var created = Create();
        var retained = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(created);
        return (double)retained / Records;
    }
}
