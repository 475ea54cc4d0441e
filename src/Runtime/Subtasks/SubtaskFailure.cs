using System.Text.Json.Serialization;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Subtasks.State;
using FlowActors.Runtime.Transport;
using UnreadableSnapshotException = FlowActors.State.Snapshots.Files.UnreadableSnapshotException;

namespace FlowActors.Runtime.Subtasks;

/// <summary>What kind of thing went wrong. Names are written into journals and never change.</summary>
internal enum FailureKind
{
    /// <summary>An operator threw, or what the engine did for it.</summary>
    Code,

    /// <summary>An operator threw what every other attempt would throw too (<see cref="SuppressRestartsException"/>).</summary>
    Final,

    /// <summary>Code was unwound because its attempt was over; explains nothing.</summary>
    Interruption,

    /// <summary>A connection between two nodes was lost; mostly because something else was.</summary>
    Connection,

    /// <summary>A subtask ended without a word; mostly because something else did.</summary>
    SubtaskLost,

    /// <summary>A node left the cluster or died, or its process was started anew.</summary>
    NodeLost,

    /// <summary>A node heard nothing of the coordinator for longer than the lease, and stopped its part.</summary>
    LeaseLost,

    /// <summary>A shard was not where it should have been.</summary>
    Misplaced,

    /// <summary>There was no room for the attempt.</summary>
    NotPlaced,

    /// <summary>A node could not build the job's graph, or built another one.</summary>
    NotBuilt,

    /// <summary>There were more accumulators than a job may have.</summary>
    TooManyAccumulators,

    /// <summary>Too many checkpoints have failed.</summary>
    CheckpointFailed,

    /// <summary>What the job was to begin with cannot be read, or does not fit its code.</summary>
    NotRestored,

    /// <summary>A file of the snapshot that the attempt began with is missing, damaged, or of a newer version. What the disk refuses for now is not this.</summary>
    SnapshotUnreadable,

    /// <summary>The process ended before the job did, and nobody can run it any more.</summary>
    ProcessEnded,
}

/// <summary>What is told of a failure.</summary>
/// <param name="Kind">What it was.</param>
/// <param name="Operator">The operator's name; null when none was at work.</param>
/// <param name="Type">The exception's type, or a name for what the engine noticed itself.</param>
/// <param name="Message">Its message.</param>
/// <param name="Details">Its text with stack trace.</param>
internal sealed record SubtaskFailure(FailureKind Kind, string? Operator, string Type, string Message, string Details)
{
    /// <summary>The text of the record at hand; null unless failures may show records.</summary>
    public string? Record { get; init; }

    /// <summary>What the subtask was at, as <see cref="JobFailure.Position"/>; null when that says nothing.</summary>
    public string? Position { get; init; }

    /// <summary>The exception itself where the message did not leave the process; not serialized.</summary>
    [JsonIgnore]
    public Exception? Original { get; init; }

    /// <summary>True for what the engine noticed itself: no exception stands behind it.</summary>
    [JsonIgnore]
    public bool IsNoticed => Kind is not (FailureKind.Code or FailureKind.Final or FailureKind.Interruption or FailureKind.Connection or FailureKind.NotBuilt or FailureKind.SnapshotUnreadable);

    /// <summary>What an exception tells.</summary>
    public static SubtaskFailure From(string? operatorName, Exception exception) =>
        new(KindOf(exception), operatorName, exception.GetType().FullName ?? exception.GetType().Name, ExceptionText.Message(exception), ExceptionText.Details(exception))
        {
            Original = exception,
        };

    /// <summary>The failure with what its subtask was at, if it is one of code.</summary>
    public SubtaskFailure At(string? position) => Kind is FailureKind.Code or FailureKind.Final ? this with { Position = position } : this;

    /// <summary>What the engine noticed itself.</summary>
    public static SubtaskFailure Noticed(FailureKind kind, string message) => new(kind, null, $"FlowActors.{kind}", message, message);

    // A backend may tell of a file that it could not fetch in words of its own.
    private static bool IsUnreadable(Exception? exception) =>
        exception is UnreadableSnapshotException or SnapshotReadException { Fault: not SnapshotFault.Refused }
        || (exception is StateOpeningException or IOException && IsUnreadable(exception.InnerException));

    private static FailureKind KindOf(Exception exception) => exception switch
    {
        OperationCanceledException or ThreadInterruptedException => FailureKind.Interruption,
        SuppressRestartsException => FailureKind.Final,
        DataConnectionException => FailureKind.Connection,
        GraphMismatchException => FailureKind.NotBuilt,
        _ when IsUnreadable(exception) => FailureKind.SnapshotUnreadable,
        _ => FailureKind.Code,
    };
}
