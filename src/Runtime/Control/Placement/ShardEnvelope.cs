using FlowActors.Runtime.Protocols;
using FlowActors.Runtime.Subtasks;

namespace FlowActors.Runtime.Control.Placement;

/// <summary>Carries a command to a subtask through its shard.</summary>
/// <param name="ShardId">The shard of its slot.</param>
/// <param name="Command">The command.</param>
/// <param name="IsBlocking">True when its vertex blocks: the subtask then runs on the elastic pool.</param>
internal sealed record ShardEnvelope(string ShardId, SubtaskProtocol.ICommand Command, bool IsBlocking) : IControlMessage;
