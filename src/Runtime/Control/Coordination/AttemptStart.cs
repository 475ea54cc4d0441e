using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Planning;
using FlowActors.Runtime.Subtasks.Deployment;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>What an attempt is started with, or taken up again.</summary>
/// <param name="Attempt">Which one.</param>
/// <param name="Epoch">The job manager's.</param>
/// <param name="Slots">How many slots the region has.</param>
/// <param name="Job">What nodes build the graph from.</param>
/// <param name="GraphHash">What it must hash to.</param>
/// <param name="Placement">Where the slots live.</param>
/// <param name="Restore">What it begins with; null for nothing.</param>
/// <param name="TakesCheckpoints">Whether the job takes checkpoints.</param>
internal sealed record AttemptStart(
    AttemptId Attempt, long Epoch, int Slots, JobSpec Job, string GraphHash, AttemptPlacement Placement, RestoreFrom? Restore = null, bool TakesCheckpoints = false);
