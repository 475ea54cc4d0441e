using FlowActors.State.Export;
using FlowActors.State.Scans;

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

    /// <summary>Puts in an element that was exported, behind those of its key that came before.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="hash">The key's stable hash.</param>
    /// <param name="ns">Its namespace.</param>
    /// <param name="element">The element.</param>
    /// <param name="lastTouch">Its time, for tables that keep times; null where it was exported without.</param>
    void Restore(TKey key, int hash, TNamespace ns, TElement element, long? lastTouch);

    /// <summary>
    /// Takes over what its store has kept of a restored state, with all its elements at once, if that has the very form in which this table keeps
    /// them; only a table that was just opened.
    /// </summary>
    /// <returns>False where it has not: then the elements are put in one by one.</returns>
    bool TryTake(UnclaimedState restored);

    /// <summary>Removes all elements of a key and namespace; false when there was none.</summary>
    bool RemoveAll(TKey key, int hash, TNamespace ns);

    /// <summary>
    /// Removes, among some that come next, the elements that the test holds for; goes on where the last call has stopped, round and round. What
    /// a call may not finish, such as one long list, is saved up for: many calls look at so many elements each. Not while places are held
    /// or somebody scans.
    /// </summary>
    void RemoveSome<TTest>(TTest test, int elements)
        where TTest : struct, IElementTest<TElement>;

    /// <summary>
    /// The elements of a key group whose keys lie in a range, in the order of the bytes of key, namespace and map key; list elements in the order of the
    /// list. Read as they are enumerated, so who has enough stops: keys that come or go meanwhile make it throw, values may be replaced. It goes past what a
    /// backend caches: nothing is loaded, nothing counts as used. Nothing that is read may be changed in place.
    /// </summary>
    /// <param name="keyGroup">One that lives here.</param>
    /// <param name="keys">Which keys. A backend on disk looks for the first of them and reads no others; memory goes through the key group.</param>
    IEnumerable<StoredElement<TKey, TNamespace, TElement>> Scan(int keyGroup, KeyRange keys);

    /// <summary>
    /// Goes on looking for the keys of a window, of a table without namespaces: through keys in memory that no order leads to, then through those of a
    /// database in its order. Between two calls the table may be changed.
    /// </summary>
    /// <returns>True when all were looked at; false when the slice is over, of which something was done in any case.</returns>
    bool FindKeys(KeyWindow window, ScanSlice slice);

    /// <summary>
    /// The elements of some keys, of a table without namespaces, read as they are enumerated while nothing changes; keys without an element give nothing. The
    /// next key is asked for when all of the one before was read. As <see cref="Scan"/>, it goes past what a backend caches, and nothing that is read may be
    /// changed in place.
    /// </summary>
    IEnumerable<StoredElement<TKey, TNamespace, TElement>> ReadKeys(IEnumerable<HashedKey<TKey>> keys);

    /// <summary>
    /// Keeps all elements as they are now, in a time that does not depend on how many there are. Between two calls of user code; one at a time.
    /// </summary>
    IFrozenTable Freeze();
}
