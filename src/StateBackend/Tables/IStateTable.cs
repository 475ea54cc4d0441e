namespace FlowActors.State.Tables;

/// <summary>
/// The part of the table contract that all kinds share. A backend implements the contract by structs, over which the states above are
/// generic: a state calls its table directly. It speaks of elements; whether a key's elements lie in one object or each in an entry
/// of a database is the backend's business.
/// </summary>
/// <remarks>
/// Every element belongs to a key and a namespace (<see cref="VoidNamespace"/> where there is none). Keys come in their canonical
/// form with their stable hash, which decides the key group; where an element lies within a table is decided by that hash mixed with
/// the namespace's. A key that is new is checked by <see cref="KeyRules{TKey}.CheckNew"/> before anything is kept.
/// Used on the subtask's thread only.
/// </remarks>
internal interface IStateTable<TKey, TNamespace, TElement>
{
    /// <summary>How many keys, with their namespaces, have an element.</summary>
    long KeyCount { get; }

    /// <summary>How many elements there are.</summary>
    long ElementCount { get; }

    /// <summary>Removes all elements of a key and namespace; false when there was none.</summary>
    bool RemoveAll(TKey key, int hash, TNamespace ns);

    /// <summary>
    /// All elements of a key group, in the order of the bytes of key, namespace and map key; list elements in the order of the list. Read
    /// as they are enumerated: keys that come or go meanwhile make it throw, values may be replaced. Nothing that is read may be changed in place.
    /// </summary>
    IEnumerable<StoredElement<TKey, TNamespace, TElement>> Scan(int keyGroup);
}
