using System.Globalization;
using FlowActors.Bench.Harness;

namespace FlowActors.Bench.Campaigns.Crash;

/// <summary>What a campaign has done and found. One that is long must have done enough of each: else it has not tried what it is for.</summary>
internal sealed class CrashReport(int rounds, ulong seed, Plant plant, StateChoice state)
{
    // 10 of each in 200 rounds.
    private const int RoundsOfOne = 20;

    private readonly SortedDictionary<KillPoint, int> _kills = [];
    private readonly HashSet<long> _checkpoints = [];
    private int _restores;
    private int _rescales;
    private int? _parallelism;
    private int _failures;
    private int _missed;

    /// <summary>Counts a round.</summary>
    public void Add(WorkerFigures figures, KillPoint? point, int parallelism)
    {
        if (figures.IsRestored && _parallelism is { } before && before != parallelism) _rescales++;
        _parallelism = parallelism;
        _checkpoints.UnionWith(figures.Checkpoints);
        if (figures.IsRestored) _restores++;
        _failures += figures.Failures;
        if (point is not { } killed) return;
        if (killed != KillPoint.Random && !figures.KilledItself) _missed++;
        else _kills[killed] = _kills.GetValueOrDefault(killed) + 1;
    }

    /// <summary>What a campaign of so many rounds should have done more often; nothing where it was done often enough.</summary>
    public IEnumerable<string> Missing
    {
        get
        {
            var least = rounds / RoundsOfOne;
            var kinds = Enum.GetValues<KillPoint>()
                .Select(point => (What: $"killed at {point}", Times: _kills.GetValueOrDefault(point)))
                .Append((What: "a region failed by an exception", Times: _failures));
            return kinds.Where(kind => kind.Times < least).Select(kind => $"{kind.What}: {kind.Times} times, and {least} were wanted");
        }
    }

    /// <summary>Writes it.</summary>
    public void Write(TextWriter output, CrashOracle oracle, IReadOnlyList<string> differences)
    {
        var culture = CultureInfo.InvariantCulture;
        output.WriteLine(string.Create(culture, $"campaign crash, {rounds} rounds, seed {seed}, planted: {plant.ToString().ToLowerInvariant()}, state: {state.Text}"));
        output.WriteLine();
        output.WriteLine("| killed | times |");
        output.WriteLine("|---|---:|");
        foreach (var (point, times) in _kills) output.WriteLine(string.Create(culture, $"| {point} | {times} |"));
        output.WriteLine(string.Create(culture, $"| point not reached, killed otherwise | {_missed} |"));
        output.WriteLine(string.Create(culture, $"| not killed: one region failed by an exception | {_failures} |"));
        output.WriteLine();
        output.WriteLine(string.Create(
            culture,
            $"resumed from a checkpoint {_restores}, of them at another parallelism {_rescales}, checkpoints completed {_checkpoints.Count}, records {oracle.Records}, timers {oracle.Timers}"));
        foreach (var difference in differences) output.WriteLine(difference);
        output.WriteLine(differences.Count == 0 ? "VERDICT clean" : "VERDICT wrong");
    }
}
