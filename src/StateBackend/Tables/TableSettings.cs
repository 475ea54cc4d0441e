namespace FlowActors.State.Tables;

/// <summary>What a table must know of the state that it keeps.</summary>
/// <param name="Header">What the state is.</param>
/// <param name="Keys">The rules for its keys.</param>
/// <param name="Namespaces">The rules for its namespaces.</param>
internal sealed record TableSettings<TKey, TNamespace>(StateHeader Header, KeyRules<TKey> Keys, NamespaceRules<TNamespace> Namespaces)
{
    /// <summary>The state's name.</summary>
    public string Name => Header.Name;
}
