using Akka.Cluster.Sharding;

namespace FlowActors.Runtime.Control.Placement;

/// <summary>Reads shard and entity from the envelope; other messages belong to no subtask.</summary>
internal sealed class SubtaskExtractor : IMessageExtractor
{
    // All that is known of an entity when its actor is made is its id, so the id says which threads it needs.
    private const string BlockingSuffix = "-blocking";

    public static bool IsBlocking(string entityId) => entityId.EndsWith(BlockingSuffix, StringComparison.Ordinal);

    public string? EntityId(object message) => message is ShardEnvelope envelope
        ? envelope.Command.Subtask + (envelope.IsBlocking ? BlockingSuffix : "")
        : null;

    public object? EntityMessage(object message) => (message as ShardEnvelope)?.Command;

    public string? ShardId(object message) => (message as ShardEnvelope)?.ShardId;

    // Asked without a message only for remembered entities, which there are none of: an attempt is never started again by itself.
    public string ShardId(string entityId, object? messageHint = null) => messageHint is ShardEnvelope envelope
        ? envelope.ShardId
        : throw new NotSupportedException($"The shard of subtask {entityId} is not known without its message.");
}
