namespace FlowActors.State.Tables;

/// <summary>What a table must know of the state that it keeps.</summary>
/// <param name="OperatorUid">Whose state it is.</param>
/// <param name="Name">The state's name.</param>
/// <param name="Keys">The rules for its keys.</param>
/// <param name="Namespaces">The rules for its namespaces.</param>
internal sealed record TableSettings<TKey, TNamespace>(
    string OperatorUid, string Name, KeyRules<TKey> Keys, NamespaceRules<TNamespace> Namespaces);
