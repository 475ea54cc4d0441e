namespace FlowActors.State.Tables;

/// <summary>One value, list element or map entry with the key and the namespace that it belongs to.</summary>
internal readonly record struct StoredElement<TKey, TNamespace, T>(TKey Key, TNamespace Namespace, T Element)
{
    /// <summary>When it was last touched, in ms since the epoch, where the table keeps that.</summary>
    public long? LastTouch { get; init; }
}
