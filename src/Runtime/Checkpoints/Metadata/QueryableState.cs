using System.Text.Json.Serialization;

namespace FlowActors.Runtime.Checkpoints.Metadata;

/// <summary>A keyed state that queries may read of a snapshot, as one subtask had it.</summary>
/// <param name="Uid">The operator's uid.</param>
/// <param name="Name">The state's name.</param>
/// <param name="Keys">How many keys had something in it; on disk an estimate.</param>
internal sealed record QueryableState(string Uid, string Name, long Keys)
{
    /// <summary>After how many ms since its last touch an element is not seen any more; null where all are seen.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? TimeToLive { get; init; }
}
