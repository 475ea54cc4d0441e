using System.Globalization;
using FlowActors.Client.Checkpoints;

namespace FlowActors.Client.Jobs;

/// <content>The checkpoints of a job.</content>
public sealed partial class RemoteJob
{
    /// <summary>Its checkpoints: how many, the last ones, and what they took.</summary>
    public Task<CheckpointList> GetCheckpointsAsync(CancellationToken cancellationToken = default) =>
        _rest.GetAsync<CheckpointList>(Path("checkpoints"), cancellationToken);

    /// <summary>One of its checkpoints that are remembered or under way, by subtask.</summary>
    public Task<CheckpointDetails> GetCheckpointAsync(long checkpoint, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<CheckpointDetails>(Path("checkpoints", checkpoint.ToString(CultureInfo.InvariantCulture)), cancellationToken);

    /// <summary>When it takes checkpoints, and what it does when they fail.</summary>
    public Task<CheckpointRules> GetCheckpointRulesAsync(CancellationToken cancellationToken = default) =>
        _rest.GetAsync<CheckpointRules>(Path("checkpoints", "config"), cancellationToken);
}
