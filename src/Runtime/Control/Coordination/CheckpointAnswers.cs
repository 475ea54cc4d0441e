using Akka.Actor;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Subtasks.Deployment;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>Within a coordinator: the state of an enumerator is taken and durable.</summary>
/// <param name="Attempt">Its attempt.</param>
/// <param name="Vertex">The vertex of its source.</param>
/// <param name="Checkpoint">The checkpoint.</param>
/// <param name="Kind">What that is for.</param>
/// <param name="Target">The folder of a savepoint; null of others.</param>
/// <param name="File">The state.</param>
/// <param name="Assigned">How many splits each reader must have got before it takes part.</param>
internal sealed record EnumeratorWritten(
    AttemptId Attempt, int Vertex, long Checkpoint, CheckpointKind Kind, string? Target, StateHandle File, IReadOnlyList<long> Assigned)
    : INoSerializationVerificationNeeded
{
    /// <summary>Whether it has told all readers that they get no more.</summary>
    public bool HasAssignedAll { get; init; }
}

/// <summary>Within a coordinator: the state of an enumerator could not be written.</summary>
internal sealed record EnumeratorNotWritten(AttemptId Attempt, int Vertex, long Checkpoint, string Cause) : INoSerializationVerificationNeeded;

/// <summary>Within a coordinator: a checkpoint that somebody asked for cannot be taken.</summary>
internal sealed record SnapshotRefused(long Request, string Reason) : INoSerializationVerificationNeeded;

/// <summary>Within a coordinator: what the job goes on with is known.</summary>
internal sealed record StartFound(JobStart Start) : INoSerializationVerificationNeeded;

/// <summary>Within a coordinator: what became of the metadata of a checkpoint.</summary>
/// <param name="Checkpoint">The checkpoint.</param>
/// <param name="Target">The folder of a savepoint; null of others.</param>
/// <param name="Bytes">How large it is.</param>
/// <param name="Failure">Why it is not there; null when it is.</param>
internal sealed record SnapshotPublished(long Checkpoint, string? Target, long Bytes, string? Failure) : INoSerializationVerificationNeeded;
