using System.Text.Json.Serialization;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Control.Management;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Subtasks;

namespace FlowActors.Runtime.Control.Wire;

/// <summary>The JSON form of every control message and persisted event; made at compile time.</summary>
[JsonSourceGenerationOptions(
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    // Sums and gauges of users may be infinite or no number.
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    Converters = [typeof(JobIdConverter), typeof(SubtaskIdConverter), typeof(AttemptIdConverter), typeof(RestartStrategyConverter)])]
[JsonSerializable(typeof(SubtaskProtocol.Deploy))]
[JsonSerializable(typeof(SubtaskProtocol.Open))]
[JsonSerializable(typeof(SubtaskProtocol.Start))]
[JsonSerializable(typeof(SubtaskProtocol.Finish))]
[JsonSerializable(typeof(SubtaskProtocol.TakeSplits))]
[JsonSerializable(typeof(SubtaskProtocol.Stop))]
[JsonSerializable(typeof(SubtaskProtocol.Deployed))]
[JsonSerializable(typeof(SubtaskProtocol.Misplaced))]
[JsonSerializable(typeof(SubtaskProtocol.Ready))]
[JsonSerializable(typeof(SubtaskProtocol.Running))]
[JsonSerializable(typeof(SubtaskProtocol.ReaderTold))]
[JsonSerializable(typeof(SubtaskProtocol.Finishing))]
[JsonSerializable(typeof(SubtaskProtocol.Finished))]
[JsonSerializable(typeof(SubtaskProtocol.Failed))]
[JsonSerializable(typeof(SubtaskProtocol.Stopped))]
[JsonSerializable(typeof(NodeAgentProtocol.DeployAttempt))]
[JsonSerializable(typeof(NodeAgentProtocol.AdvanceAttempt))]
[JsonSerializable(typeof(NodeAgentProtocol.AttemptReport))]
[JsonSerializable(typeof(NodeAgentProtocol.ReaderReport))]
[JsonSerializable(typeof(NodeAgentProtocol.AssignSplits))]
[JsonSerializable(typeof(NodeAgentProtocol.ForgetJob))]
[JsonSerializable(typeof(NodeAgentProtocol.NodeRegistered))]
[JsonSerializable(typeof(NodeAgentProtocol.NodeRefused))]
[JsonSerializable(typeof(NodeAgentProtocol.ForgetFigures))]
[JsonSerializable(typeof(NodeAgentProtocol.GetJobFigures))]
[JsonSerializable(typeof(NodeAgentProtocol.JobFigures))]
[JsonSerializable(typeof(JobCoordinatorProtocol.CancelJob))]
[JsonSerializable(typeof(JobCoordinatorProtocol.CancelTaken))]
[JsonSerializable(typeof(JobCoordinatorProtocol.GetJob))]
[JsonSerializable(typeof(JobCoordinatorProtocol.AwaitJobEnd))]
[JsonSerializable(typeof(JobCoordinatorProtocol.JobView))]
[JsonSerializable(typeof(JobCoordinatorProtocol.JobPlaced))]
[JsonSerializable(typeof(JobCoordinatorProtocol.PlacementRefused))]
[JsonSerializable(typeof(JobCoordinatorProtocol.NodeLost))]
[JsonSerializable(typeof(JobCoordinatorProtocol.AttemptFound))]
[JsonSerializable(typeof(JobManagerProtocol.SubmitJob))]
[JsonSerializable(typeof(JobManagerProtocol.JobAccepted))]
[JsonSerializable(typeof(JobManagerProtocol.JobRefused))]
[JsonSerializable(typeof(JobManagerProtocol.JobUnknown))]
[JsonSerializable(typeof(JobManagerProtocol.GetJobs))]
[JsonSerializable(typeof(JobManagerProtocol.Jobs))]
[JsonSerializable(typeof(JobManagerProtocol.GetNodes))]
[JsonSerializable(typeof(JobManagerProtocol.Nodes))]
[JsonSerializable(typeof(JobManagerProtocol.RegisterNode))]
[JsonSerializable(typeof(JobManagerProtocol.PlaceJob))]
[JsonSerializable(typeof(JobManagerProtocol.ClaimPlacement))]
[JsonSerializable(typeof(JobManagerProtocol.JobEnded))]
[JsonSerializable(typeof(JobManagerEvents.ManagerStarted))]
[JsonSerializable(typeof(JobManagerEvents.JobListed))]
[JsonSerializable(typeof(JobManagerEvents.JobClosed))]
[JsonSerializable(typeof(JobManagerEvents.JobForgotten))]
[JsonSerializable(typeof(CoordinatorEvents.JobSubmitted))]
[JsonSerializable(typeof(CoordinatorEvents.AttemptStarted))]
[JsonSerializable(typeof(CoordinatorEvents.AttemptFailed))]
[JsonSerializable(typeof(CoordinatorEvents.RestartScheduled))]
[JsonSerializable(typeof(CoordinatorEvents.CancelRequested))]
[JsonSerializable(typeof(CoordinatorEvents.CommitStarted))]
[JsonSerializable(typeof(CoordinatorEvents.JobKept))]
[JsonSerializable(typeof(CoordinatorEvents.JobFinished))]
[JsonSerializable(typeof(CoordinatorEvents.JobFailed))]
[JsonSerializable(typeof(CoordinatorEvents.JobCancelled))]
internal sealed partial class ControlJson : JsonSerializerContext;
