using FlowActors.Runtime.Checkpoints.Coordination;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>How jobs take checkpoints.</summary>
internal static class CheckpointUse
{
    /// <summary>Whether a job takes checkpoints: by an interval, or because somebody can ask for them and they outlive the process, or because it has begun with one.</summary>
    public static bool AreTaken(CheckpointServices services, JobSpec job, JobShape shape) =>
        shape.Checkpoints is { } checkpoints && (services.HasDataFolder || job.From is not null || services.SettingsOf(checkpoints.Config).Interval is not null);

    /// <summary>The settings by which it takes them; null where it takes none.</summary>
    /// <exception cref="JobValidationException">What job and node say does not go together.</exception>
    public static CheckpointSettings? SettingsOf(CheckpointServices services, JobSpec job, JobShape shape) =>
        AreTaken(services, job, shape) ? services.SettingsOf(shape.Checkpoints!.Config) : null;
}
