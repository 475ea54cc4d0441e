using FlowActors.Runtime.Checkpoints.Storage;

namespace FlowActors.Runtime.Checkpoints.Coordination;

/// <summary>What a node offers its coordinators for checkpoints. All nodes of an embedded host share one.</summary>
/// <param name="Node">What counts where a job says nothing.</param>
/// <param name="HasDataFolder">Whether what is stored outlives the process.</param>
/// <param name="Storages">Where checkpoints are; nothing is made before the first job asks.</param>
internal sealed record CheckpointServices(NodeCheckpointSettings Node, bool HasDataFolder, ICheckpointStorages Storages)
{
    /// <summary>What coordinators are doing in the storages.</summary>
    public StorageWork Work { get; } = new();

    /// <summary>The settings by which a job takes checkpoints: see <see cref="CheckpointResolution"/>.</summary>
    /// <exception cref="JobValidationException">What job and node say does not go together.</exception>
    public CheckpointSettings SettingsOf(CheckpointConfig job) => CheckpointResolution.Resolve(job, Node, HasDataFolder);
}
