using Akka.Actor;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Deployment;

namespace FlowActors.Runtime.Control.Sources;

/// <summary>Which source in which attempt, and in whose name its enumerator speaks.</summary>
internal sealed record SourcePlace(JobSpec Job, AttemptId Attempt, long Epoch, int Vertex);

/// <summary>Within a coordinator: the enumerator of a source has failed.</summary>
internal sealed record SourceFailed(AttemptId Attempt, int Vertex, SubtaskFailure Cause) : INoSerializationVerificationNeeded;
