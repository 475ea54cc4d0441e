using System.Collections.Immutable;
using Akka.DistributedData;

namespace FlowActors.Runtime.Control;

/// <summary>
/// Where every shard lives, as the job manager has decided, on every node: one entry of Akka's distributed data for each shard.
/// Written by the job manager, read by the allocation strategy from any thread.
/// </summary>
internal sealed class ShardHomes
{
    /// <summary>The key in the distributed data.</summary>
    public static readonly LWWDictionaryKey<string, string> Key = new("flowactors-shards");

    private readonly object _gate = new();
    private ImmutableDictionary<string, string> _homes = ImmutableDictionary<string, string>.Empty;
    private TaskCompletionSource _changed = New();

    /// <summary>The node of a shard; null when it is not known.</summary>
    public string? Find(string shardId)
    {
        lock (_gate) return _homes.GetValueOrDefault(shardId);
    }

    /// <summary>Completes at the next change.</summary>
    public Task NextChange()
    {
        lock (_gate) return _changed.Task;
    }

    /// <summary>Takes what the distributed data hold now, or what the job manager of this node has just decided.</summary>
    public void Set(IEnumerable<KeyValuePair<string, string>> homes)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            _homes = _homes.SetItems(homes);
            changed = _changed;
            _changed = New();
        }

        changed.SetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
