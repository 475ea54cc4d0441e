namespace FlowActors.State.Memory.Tables;

/// <summary>
/// One slot of a table: 24 bytes where key and value have 8 and there is no namespace, so that a look-up touches one cache line mostly.
/// </summary>
internal struct Entry<TKey, TNamespace, TValue>
{
    /// <summary>The key's stable hash: spares comparing strings, and gives the key group without hashing again.</summary>
    public int Hash;

    public bool Occupied;
    public TNamespace Namespace;
    public TKey Key;
    public TValue Value;
}
