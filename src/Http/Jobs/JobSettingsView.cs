using System.Globalization;
using FlowActors.Client.Jobs;
using FlowActors.Graph;
using FlowActors.Runtime.Hosting;

namespace FlowActors.Http.Jobs;

/// <summary>The settings that a job runs with, by layer: the engine's own, the node's configuration, the program's, its arguments.</summary>
internal static class JobSettingsView
{
    private const string Reference = "reference";
    private const string Node = "node";
    private const string Job = "job";
    private const string Arguments = "arguments";

    /// <param name="configuration">The node's.</param>
    /// <param name="settings">What the program asks for; null where its plan is not kept.</param>
    /// <param name="defaults">What programs of the host start with.</param>
    /// <param name="arguments">The job's arguments, as they may be shown.</param>
    public static JobConfiguration Of(
        IEnumerable<ConfigurationLeaf> configuration, JobSettings? settings, JobSettings defaults, IReadOnlyDictionary<string, string> arguments)
    {
        var all = configuration.ToDictionary(
            l => l.Key, l => new JobSetting(l.Key, l.Value, l.Origin.IsShipped ? Reference : Node, l.Origin.ToString()), StringComparer.Ordinal);
        if (settings is not null)
        {
            var ofHost = Asked(defaults).ToDictionary();
            foreach (var (key, value) in Asked(settings))
            {
                all[key] = ofHost.GetValueOrDefault(key) == value
                    ? new JobSetting(key, value, Node, "what the host's programs start with")
                    : new JobSetting(key, value, Job, "the program");
            }
        }

        foreach (var (name, value) in arguments) all[$"arguments.{name}"] = new JobSetting($"arguments.{name}", value, Arguments, "who submitted it");
        return new JobConfiguration([.. all.Values.OrderBy(s => s.Key, StringComparer.Ordinal)]);
    }

    private static IEnumerable<(string Key, string Value)> Asked(JobSettings settings)
    {
        var checkpoints = settings.Checkpoints;
        IEnumerable<(string, object?)> all =
        [
            ("job.parallelism", settings.Parallelism), ("job.max-parallelism", settings.MaxParallelism), ("job.chaining", settings.Chaining),
            ("job.copy-mutable-state", settings.CopyMutableState), ("job.restart-strategy", settings.RestartStrategy), ("flowactors.state.backend", settings.StateBackend),
            ("flowactors.exchange.flush-interval", settings.FlushInterval), ("flowactors.exchange.check-records", settings.CheckRecords),
            ("flowactors.event-time.watermark-interval", settings.WatermarkInterval), ("flowactors.failures.show-records", settings.ShowRecordsInFailures),
            ("flowactors.checkpoints.interval", checkpoints.Interval), ("flowactors.checkpoints.mode", ModeOf(checkpoints)),
            ("flowactors.checkpoints.alignment-timeout", checkpoints.AlignmentTimeout), ("flowactors.checkpoints.timeout", checkpoints.Timeout),
            ("flowactors.checkpoints.min-pause", checkpoints.MinPause), ("flowactors.checkpoints.max-concurrent", checkpoints.MaxConcurrent),
            ("flowactors.checkpoints.tolerable-failures", checkpoints.TolerableFailures), ("flowactors.checkpoints.retained", checkpoints.Retained),
            ("flowactors.checkpoints.falls-back", checkpoints.FallsBack), ("flowactors.checkpoints.keep-on-cancel", checkpoints.KeepOnCancel),
            ("flowactors.checkpoints.history", checkpoints.HistoryMax),
        ];
        return all.Where(s => s.Item2 is not null).Select(s => (s.Item1, TextOf(s.Item2!)));
    }

    // In HOCON one key says both.
    private static string? ModeOf(CheckpointConfig checkpoints) => checkpoints switch
    {
        { Mode: CheckpointingMode.AtLeastOnce } => "at-least-once",
        { Alignment: CheckpointAlignment.AlignedWithTimeout } => "aligned-with-timeout",
        { Alignment: CheckpointAlignment.Unaligned } => "unaligned",
        { Alignment: CheckpointAlignment.Aligned } => "aligned",
        _ => null,
    };

    // As they stand in HOCON.
    private static string TextOf(object value) => value switch
    {
        bool isOn => isOn ? "on" : "off",
        TimeSpan time => time == Timeout.InfiniteTimeSpan ? "off" : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds}ms"),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
