namespace FlowActors.Bench.Harness;

/// <summary>The runs of one contender that count.</summary>
internal sealed class ContenderResult(string name, IReadOnlyList<Measurement> runs)
{
    public string Name { get; } = name;

    public Spread PerWallSecond { get; } = Spread.Of(runs.Select(run => run.PerWallSecond));

    public Spread PerCpuSecond { get; } = Spread.Of(runs.Select(run => run.PerCpuSecond));

    public Spread BytesPerRecord { get; } = Spread.Of(runs.Select(run => run.BytesPerRecord));
}
