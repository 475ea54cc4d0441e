using System.Globalization;
using FlowActors.Client.Rescales;

namespace FlowActors.Bench.Campaigns.Cluster;

/// <summary>How long something took.</summary>
/// <param name="PauseMs">The longest time in which a key had no record.</param>
/// <param name="CommittedMs">Until of all keys something was committed that was counted since.</param>
internal readonly record struct ClusterTimes(long PauseMs, long CommittedMs);

/// <summary>What a campaign has done and found.</summary>
internal sealed class ClusterReport(int rounds, ulong seed, ClusterPlant plant)
{
    /// <summary>Nodes that were killed, or have ended, join again.</summary>
    public const string ComeBack = "nodes come back";

    /// <summary>Several at once.</summary>
    public const string Several = "several at once";

    private readonly SortedDictionary<string, List<ClusterTimes>> _times = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Job, long Checkpoint), RescaleInfo> _rescales = [];

    /// <summary>Counts it.</summary>
    public void Add(string kind, ClusterTimes times)
    {
        if (!_times.TryGetValue(kind, out var all)) _times[kind] = all = [];
        all.Add(times);
    }

    /// <summary>What a job tells of its rescales; the same again and again.</summary>
    public void Add(string job, IEnumerable<RescaleInfo> rescales)
    {
        // Figures are forgotten when the coordinator moves.
        foreach (var rescale in rescales)
            if (rescale.Checkpoint is { } at && (!_rescales.TryGetValue((job, at), out var known) || known.Pause is null)) _rescales[(job, at)] = rescale;
    }

    /// <summary>Writes it.</summary>
    public void Write(TextWriter output, IReadOnlyList<JobOracle> jobs, ClusterReads? reads, string? withoutCuts, IReadOnlyList<string> differences)
    {
        void Line(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
        Line($"campaign cluster, {rounds} rounds, seed {seed}, planted: {plant.ToString().ToLowerInvariant()}");
        if (withoutCuts is not null) Line($"No node was cut off from others: {withoutCuts}.");
        Line($"");
        Line($"| what was done | times | a key without records, s, p50 | max | committed again, s, p50 | max |");
        Line($"|---|---:|---:|---:|---:|---:|");
        foreach (var (kind, times) in _times)
        {
            var (pauses, commits) = (Sorted(times.Select(t => t.PauseMs / 1e3)), Sorted(times.Select(t => t.CommittedMs / 1e3)));
            Line($"| {kind} | {times.Count} | {pauses[times.Count / 2]:F1} | {pauses[^1]:F1} | {commits[times.Count / 2]:F1} | {commits[^1]:F1} |");
        }

        Line($"");
        Line($"| slots moved | completed | not | pause, ms, p50 | max | align | snapshot | move | restore | resume | MB moved |");
        Line($"|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var why in _rescales.Values.GroupBy(r => r.Why).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var known = why.Where(r => r.Pause is not null).Select(r => r.Pause!).ToList();
            double Middle(Func<RescalePauseInfo, double> part) => known.Count == 0 ? double.NaN : Sorted(known.Select(part))[known.Count / 2];
            Line($"| {why.Key} | {why.Count(r => r.Status == "completed")} | {why.Count(r => r.Status != "completed")} | {Middle(p => p.TotalMs):F0} | {known.Select(p => p.TotalMs).DefaultIfEmpty(double.NaN).Max():F0} | {Middle(p => p.AlignMs):F0} | {Middle(p => p.SnapshotMs):F0} | {Middle(p => p.MoveMs):F0} | {Middle(p => p.RestoreMs):F0} | {Middle(p => p.ResumeMs):F0} | {why.Sum(r => r.BytesMoved ?? 0) / 1e6:F1} |");
        }

        Line($"");
        Line($"records {string.Join(", ", jobs.Select(j => string.Create(CultureInfo.InvariantCulture, $"{j.Job} {j.Records}")))}; reads of all keys: {reads?.Right ?? 0} true, {reads?.Refused ?? 0} told to come again, {reads?.Unanswered ?? 0} not answered, {reads?.Differences.Count ?? 0} wrong");
        foreach (var difference in differences) Line($"{difference}");
        Line($"{(differences.Count == 0 ? "VERDICT clean" : "VERDICT wrong")}");
    }

    private static double[] Sorted(IEnumerable<double> numbers) => [.. numbers.Order()];
}
