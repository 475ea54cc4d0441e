using FlowActors.Runtime.Tasks;
using FlowActors.Runtime.Transport;

namespace FlowActors.Runtime.Control;

/// <summary>
/// Which of several failures of an attempt is told as its cause. The first one, unless it merely follows: a subtask sees its
/// connection break because its peer has failed, and may be heard first.
/// </summary>
internal static class FailureRank
{
    /// <summary>The type told when a node is gone.</summary>
    public const string NodeLost = "FlowActors.NodeLost";

    /// <summary>The type told when the actor of a subtask ended without a word.</summary>
    public const string SubtaskLost = "FlowActors.SubtaskLost";

    private static readonly string ConnectionLost = typeof(DataConnectionException).FullName!;

    /// <summary>True when a failure that was heard later explains the one heard first.</summary>
    public static bool Explains(SubtaskFailure later, SubtaskFailure first) => Follows(first) > Follows(later) && !IsInterruption(later);

    private static int Follows(SubtaskFailure failure) => failure.Type switch
    {
        SubtaskLost => 1,
        _ when failure.Type == ConnectionLost => 2,
        _ => 0,
    };

    // Stopping an attempt interrupts its user code, whose complaint about that is no cause.
    private static bool IsInterruption(SubtaskFailure failure) => failure.Type is
        "System.OperationCanceledException" or "System.Threading.Tasks.TaskCanceledException" or "System.Threading.ThreadInterruptedException";
}
