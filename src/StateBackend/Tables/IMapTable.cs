using System.Diagnostics.CodeAnalysis;
using FlowActors.State.Scans;

namespace FlowActors.State.Tables;

/// <summary>A map for each key and namespace. Map keys come in their canonical form.</summary>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TNamespace">The namespaces.</typeparam>
/// <typeparam name="TMapKey">The keys within a map.</typeparam>
/// <typeparam name="TMapValue">The values within a map.</typeparam>
/// <typeparam name="TScan">Reads the entries of one key and namespace.</typeparam>
internal interface IMapTable<TKey, TNamespace, TMapKey, TMapValue, TScan>
    : IStateTable<TKey, TNamespace, KeyValuePair<TMapKey, TMapValue>>
    where TScan : struct, IElementScan<KeyValuePair<TMapKey, TMapValue>>
{
    bool TryGet(TKey key, int hash, TNamespace ns, TMapKey mapKey, Reading reading, [MaybeNullWhen(false)] out TMapValue value);

    bool Contains(TKey key, int hash, TNamespace ns, TMapKey mapKey);

    bool IsEmpty(TKey key, int hash, TNamespace ns);

    void Put(TKey key, int hash, TNamespace ns, TMapKey mapKey, TMapValue value);

    bool Remove(TKey key, int hash, TNamespace ns, TMapKey mapKey);

    /// <summary>The entries, in no order that may be relied on; good until the table is changed.</summary>
    TScan Entries(TKey key, int hash, TNamespace ns, Reading reading);

    /// <summary>As <see cref="TryGet"/>, past what a backend caches: nothing is loaded, nothing counts as used, and what is read is not changed in place.</summary>
    bool TryLook(TKey key, int hash, TNamespace ns, TMapKey mapKey, [MaybeNullWhen(false)] out TMapValue value);

    /// <summary>
    /// Goes on looking for the keys within one map, as <see cref="IStateTable{TKey,TNamespace,TElement}.FindKeys"/> does for keys. Those in memory are copied at one
    /// moment, which takes as long as that, and looked at afterwards.
    /// </summary>
    /// <returns>True when all were looked at; false when the slice is over, of which something was done in any case.</returns>
    bool FindEntries(TKey key, int hash, TNamespace ns, KeyWindow window, ScanSlice slice);
}
