using FlowActors.Runtime.Tasks;

namespace FlowActors.Runtime.Control;

/// <summary>Carries a command to a subtask through its shard.</summary>
internal sealed record ShardEnvelope(string ShardId, SubtaskProtocol.ICommand Command) : IControlMessage;

/// <summary>
/// Sharding's own stop, sent to a subtask when its shard has to leave this node (its system shuts down): the subtask frees
/// everything and ends. Never leaves the node.
/// </summary>
internal sealed record HandOffSubtask : IControlMessage
{
    public static HandOffSubtask Instance { get; } = new();
}
