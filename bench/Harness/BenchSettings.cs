namespace FlowActors.Bench.Harness;

/// <summary>How much is measured.</summary>
/// <param name="Rounds">Rounds that count; at least 1.</param>
/// <param name="WarmupRounds">Rounds before them that do not, so that all code is compiled with its profile.</param>
/// <param name="CaseTimeMax">No round is begun that would probably end later than this after the case began.</param>
internal sealed record BenchSettings(int Rounds, int WarmupRounds, TimeSpan CaseTimeMax)
{
    public static BenchSettings Default { get; } = new(Rounds: 5, WarmupRounds: 1, CaseTimeMax: TimeSpan.FromMinutes(4));
}
