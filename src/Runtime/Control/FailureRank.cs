using FlowActors.Runtime.Subtasks;

namespace FlowActors.Runtime.Control;

/// <summary>
/// Which of several failures of an attempt is told as its cause. The first one, unless it merely follows: a subtask sees its
/// connection break because its peer has failed, and may be heard first.
/// </summary>
internal static class FailureRank
{
    /// <summary>True when a failure that was heard later explains the one heard first.</summary>
    // Stopping an attempt interrupts its user code, whose complaint about that is no cause.
    public static bool Explains(SubtaskFailure later, SubtaskFailure first) =>
        Follows(first.Kind) > Follows(later.Kind) && later.Kind != FailureKind.Interruption;

    private static int Follows(FailureKind kind) => kind switch
    {
        FailureKind.SubtaskLost => 1,
        FailureKind.Connection => 2,
        _ => 0,
    };
}
