using System.Text.Json.Serialization;

namespace FlowActors.Runtime.Control;

/// <summary>The JSON form of every control message and persisted event; made at compile time.</summary>
[JsonSourceGenerationOptions(
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    // Sums and gauges of users may be infinite or no number.
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    Converters = [typeof(JobIdConverter), typeof(SubtaskIdConverter), typeof(SlotsConverter)])]
[JsonSerializable(typeof(SlotTable))]
[JsonSerializable(typeof(Tasks.SubtaskProtocol.Deploy))]
[JsonSerializable(typeof(Tasks.SubtaskProtocol.Open))]
[JsonSerializable(typeof(Tasks.SubtaskProtocol.Start))]
[JsonSerializable(typeof(Tasks.SubtaskProtocol.Finish))]
[JsonSerializable(typeof(Tasks.SubtaskProtocol.Stop))]
[JsonSerializable(typeof(Tasks.SubtaskProtocol.Deployed))]
[JsonSerializable(typeof(Tasks.SubtaskProtocol.Ready))]
[JsonSerializable(typeof(Tasks.SubtaskProtocol.Running))]
[JsonSerializable(typeof(Tasks.SubtaskProtocol.Finishing))]
[JsonSerializable(typeof(Tasks.SubtaskProtocol.Finished))]
[JsonSerializable(typeof(Tasks.SubtaskProtocol.Failed))]
[JsonSerializable(typeof(Tasks.SubtaskProtocol.Stopped))]
[JsonSerializable(typeof(CoordinatorProtocol.CancelJob))]
[JsonSerializable(typeof(CoordinatorProtocol.CancelTaken))]
[JsonSerializable(typeof(CoordinatorProtocol.GetJob))]
[JsonSerializable(typeof(CoordinatorProtocol.AwaitJobEnd))]
[JsonSerializable(typeof(CoordinatorProtocol.JobView))]
[JsonSerializable(typeof(CoordinatorProtocol.PlaceAttempt))]
[JsonSerializable(typeof(CoordinatorProtocol.AttemptPlaced))]
[JsonSerializable(typeof(CoordinatorProtocol.PlacementRefused))]
[JsonSerializable(typeof(CoordinatorProtocol.ShardFound))]
[JsonSerializable(typeof(CoordinatorProtocol.NodeLost))]
[JsonSerializable(typeof(CoordinatorProtocol.JobEnded))]
[JsonSerializable(typeof(CoordinatorEvents.JobSubmitted))]
[JsonSerializable(typeof(CoordinatorEvents.AttemptStarted))]
[JsonSerializable(typeof(CoordinatorEvents.AttemptFailed))]
[JsonSerializable(typeof(CoordinatorEvents.RestartScheduled))]
[JsonSerializable(typeof(CoordinatorEvents.CancelRequested))]
[JsonSerializable(typeof(CoordinatorEvents.JobFinished))]
[JsonSerializable(typeof(CoordinatorEvents.JobFailed))]
[JsonSerializable(typeof(CoordinatorEvents.JobCancelled))]
[JsonSerializable(typeof(CoordinatorEvents.JobKept))]
[JsonSerializable(typeof(JobManagerProtocol.SubmitJob))]
[JsonSerializable(typeof(JobManagerProtocol.JobAccepted))]
[JsonSerializable(typeof(JobManagerProtocol.JobRefused))]
[JsonSerializable(typeof(JobManagerProtocol.JobUnknown))]
[JsonSerializable(typeof(JobManagerProtocol.GetJobs))]
[JsonSerializable(typeof(JobManagerProtocol.Jobs))]
[JsonSerializable(typeof(JobManagerProtocol.JobListed))]
[JsonSerializable(typeof(JobManagerProtocol.JobClosed))]
[JsonSerializable(typeof(JobManagerProtocol.JobForgotten))]
[JsonSerializable(typeof(NodeProtocol.RegisterNode))]
[JsonSerializable(typeof(NodeProtocol.NodeRegistered))]
[JsonSerializable(typeof(NodeProtocol.NodeRefused))]
[JsonSerializable(typeof(NodeProtocol.GetNodes))]
[JsonSerializable(typeof(NodeProtocol.Nodes))]
[JsonSerializable(typeof(NodeProtocol.InterruptAttempt))]
[JsonSerializable(typeof(NodeProtocol.ForgetJob))]
[JsonSerializable(typeof(NodeProtocol.ForgetFigures))]
[JsonSerializable(typeof(NodeProtocol.GetJobFigures))]
[JsonSerializable(typeof(NodeProtocol.JobFigures))]
internal sealed partial class ControlJson : JsonSerializerContext;
