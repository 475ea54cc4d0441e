using System.Collections.Immutable;
using Akka.DistributedData;

namespace FlowActors.Runtime.Control.Placement;

/// <summary>
/// Where every shard lives, as the job manager has decided, on every node: one entry of Akka's distributed data for each shard.
/// Written by the job manager, read by the allocation strategy from any thread.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class ShardHomes(TimeProvider time)
{
    /// <summary>The key in the distributed data.</summary>
    public static readonly LWWDictionaryKey<string, string> Key = new("flowactors-shards");

    private readonly object _gate = new();
    private ImmutableDictionary<string, string> _homes = ImmutableDictionary<string, string>.Empty;
    private readonly Dictionary<string, DateTimeOffset> _freeSince = [];
    private TaskCompletionSource _changed = New();

    /// <summary>The node of every shard that anything is known of; empty for those that have been free for that long, without the others.</summary>
    public IReadOnlyDictionary<string, string> Settled(TimeSpan freeFor)
    {
        lock (_gate)
        {
            var until = time.GetUtcNow() - freeFor;
            return _homes.RemoveRange(_freeSince.Where(f => f.Value > until).Select(f => f.Key));
        }
    }

    /// <summary>The node of a shard; empty when it is free, null when nothing is known of it.</summary>
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
            foreach (var (shard, home) in homes)
            {
                if (home.Length > 0) _freeSince.Remove(shard);
                else _freeSince.TryAdd(shard, time.GetUtcNow());
                _homes = _homes.SetItem(shard, home);
            }

            changed = _changed;
            _changed = New();
        }

        changed.SetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
