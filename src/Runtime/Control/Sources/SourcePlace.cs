using Akka.Actor;
using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Deployment;

namespace FlowActors.Runtime.Control.Sources;

/// <summary>Which source in which attempt, and in whose name its enumerator speaks.</summary>
/// <param name="Job">The job.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="Epoch">The job manager's.</param>
/// <param name="Vertex">The vertex that the source is the head of.</param>
/// <param name="Restore">What the attempt begins with; null for nothing.</param>
internal sealed record SourcePlace(JobSpec Job, AttemptId Attempt, long Epoch, int Vertex, RestoreFrom? Restore);

/// <summary>Within a coordinator: the enumerator of a source has failed.</summary>
internal sealed record SourceFailed(AttemptId Attempt, int Vertex, SubtaskFailure Cause) : INoSerializationVerificationNeeded;
