using FlowActors.Runtime.Checkpoints.Coordination;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>A checkpoint under way, as clients are told.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="TriggeredAt">When it was triggered.</param>
/// <param name="Stage">What it waits for.</param>
/// <param name="Missing">How many parts of that are missing.</param>
/// <param name="Subtasks">The subtasks whose parts are missing, the first ones.</param>
internal sealed record PendingLine(
    long Id, CheckpointKind Kind, DateTimeOffset TriggeredAt, PendingStage Stage, int Missing, IReadOnlyList<SubtaskNumber> Subtasks)
{
    /// <summary>How many checkpoints are told of.</summary>
    public const int CheckpointsMax = 16;

    /// <summary>How many subtasks of each are told of.</summary>
    public const int SubtasksMax = 256;
}
