using System.Globalization;

namespace FlowActors.Bench.Campaigns.Crash;

/// <summary>What a campaign has done and found.</summary>
internal sealed class CrashReport(int rounds, ulong seed, Plant plant)
{
    private readonly SortedDictionary<KillPoint, int> _kills = [];
    private readonly HashSet<long> _checkpoints = [];
    private int _restores;
    private int _failures;
    private int _missed;

    /// <summary>Counts a round.</summary>
    public void Add(WorkerFigures figures, KillPoint? point)
    {
        _checkpoints.UnionWith(figures.Checkpoints);
        if (figures.IsRestored) _restores++;
        _failures += figures.Failures;
        if (point is not { } killed) return;
        if (killed != KillPoint.Random && !figures.KilledItself) _missed++;
        else _kills[killed] = _kills.GetValueOrDefault(killed) + 1;
    }

    /// <summary>Writes it.</summary>
    public void Write(TextWriter output, CrashOracle oracle, IReadOnlyList<string> differences)
    {
        var culture = CultureInfo.InvariantCulture;
        output.WriteLine(string.Create(culture, $"campaign crash, {rounds} rounds, seed {seed}, planted: {plant.ToString().ToLowerInvariant()}"));
        output.WriteLine();
        output.WriteLine("| killed | times |");
        output.WriteLine("|---|---:|");
        foreach (var (point, times) in _kills) output.WriteLine(string.Create(culture, $"| {point} | {times} |"));
        output.WriteLine(string.Create(culture, $"| point not reached, killed otherwise | {_missed} |"));
        output.WriteLine();
        output.WriteLine(string.Create(
            culture,
            $"regions failed by an exception {_failures}, resumed from a checkpoint {_restores}, checkpoints completed {_checkpoints.Count}, records {oracle.Records}, timers {oracle.Timers}"));
        foreach (var difference in differences) output.WriteLine(difference);
        output.WriteLine(differences.Count == 0 ? "VERDICT clean" : "VERDICT wrong");
    }
}
