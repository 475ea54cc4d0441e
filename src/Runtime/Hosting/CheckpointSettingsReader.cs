using FlowActors.Runtime.Checkpoints.Coordination;

namespace FlowActors.Runtime.Hosting;

/// <summary>Reads the key <c>flowactors.checkpoints</c>.</summary>
internal static class CheckpointSettingsReader
{
    private const string Section = "checkpoints.";
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private static readonly Dictionary<string, CheckpointMode> Modes = new()
    {
        ["aligned"] = CheckpointMode.Aligned,
        ["unaligned"] = CheckpointMode.Unaligned,
        ["aligned-with-timeout"] = CheckpointMode.AlignedWithTimeout,
        ["at-least-once"] = CheckpointMode.AtLeastOnce,
    };

    public static NodeCheckpointSettings Read(SettingsKeys keys)
    {
        var (interval, withDataFolder) = ReadInterval(keys);
        var settings = new NodeCheckpointSettings(
            interval,
            withDataFolder,
            keys.Time($"{Section}timeout", CheckpointSettings.Shortest, Day),
            keys.Time($"{Section}min-pause", TimeSpan.Zero, Day),
            keys.Number($"{Section}max-concurrent", 1, 64),
            keys.Number($"{Section}tolerable-failures", 0, 1_000_000),
            keys.Number($"{Section}retained", 1, 1000),
            Modes[keys.Choice($"{Section}mode", [.. Modes.Keys])],
            keys.Time($"{Section}alignment-timeout", Millisecond, Day),
            keys.Choice($"{Section}falls-back", "on", "off") == "on",
            keys.Choice($"{Section}keep-on-cancel", "on", "off") == "on",
            keys.Number($"{Section}history", 0, 10_000))
        {
            AcceptsDoubleOutput = keys.Choice($"{Section}accepts-double-output", "on", "off") == "on",
            LocalRecovery = keys.Choice($"{Section}local-recovery", "on", "off") == "on" ? keys.Time($"{Section}local-recovery-keep", Millisecond, Day) : null,
        };
        CheckPairs(keys, settings);
        return settings;
    }

    private static (TimeSpan? Without, TimeSpan? WithDataFolder) ReadInterval(SettingsKeys keys)
    {
        const string Key = $"{Section}interval";
        switch (keys.Text(Key))
        {
            case "auto": return (null, NodeCheckpointSettings.AutoInterval);
            case "off": return (null, null);
            default:
                var interval = keys.Time(Key, CheckpointSettings.Shortest, Day, "auto, off or a time such as 10s");
                return (interval, interval);
        }
    }

    private static void CheckPairs(SettingsKeys keys, NodeCheckpointSettings settings)
    {
        if (settings.MaxConcurrent == 1) return;
        if (settings.MinPause > TimeSpan.Zero)
            throw keys.Refused($"{Section}max-concurrent", $"must be 1 where flowactors.{Section}min-pause is above 0ms, which leaves room for one checkpoint at a time");
        if (settings.Mode is CheckpointMode.Unaligned or CheckpointMode.AlignedWithTimeout)
            throw keys.Refused($"{Section}max-concurrent", $"must be 1 where flowactors.{Section}mode is unaligned or aligned-with-timeout: such checkpoints are taken one at a time");
    }
}
