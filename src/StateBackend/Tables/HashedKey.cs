namespace FlowActors.State.Tables;

/// <summary>A key in its canonical form with its stable hash.</summary>
internal readonly record struct HashedKey<TKey>(TKey Key, int Hash);
