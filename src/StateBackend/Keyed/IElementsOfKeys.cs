using FlowActors.State.Scans;
using FlowActors.State.Tables;

namespace FlowActors.State.Keyed;

/// <summary>A keyed state that can be read as bytes, whatever its types are.</summary>
internal interface IElementsOfKeys
{
    /// <summary>Reads the elements of a key group whose keys lie in a range, one after the other, until the taker has enough.</summary>
    void Scan(int keyGroup, KeyRange keys, ElementTaker taker);

    /// <summary>The key group of a key.</summary>
    /// <param name="key">The bytes of one key, all of them.</param>
    /// <exception cref="Serialization.SerializationException">They are none.</exception>
    int GroupOf(ReadOnlySpan<byte> key);

    /// <summary>Reads the elements of one key without a namespace; of a map in no order. No time to live begins anew.</summary>
    /// <param name="key">The bytes of a key that lives here.</param>
    /// <param name="taker">Takes the elements until it has enough.</param>
    /// <exception cref="NotSupportedException">The state has namespaces.</exception>
    void Read(ReadOnlySpan<byte> key, ElementTaker taker);

    /// <summary>The key groups that live here.</summary>
    KeyGroupRange KeyGroups { get; }

    /// <summary>How many keys have an element; on disk an estimate.</summary>
    long KeyCount { get; }

    /// <inheritdoc cref="IStateTable{TKey,TNamespace,TElement}.FindKeys"/>
    /// <exception cref="NotSupportedException">The state has namespaces.</exception>
    bool FindKeys(KeyWindow window, ScanSlice slice);

    /// <summary>
    /// Reads the elements of some keys, one key after the other, past what a backend caches; of a map in no order. No time to live begins anew.
    /// </summary>
    /// <param name="keys">The bytes of keys that live here; asked for the next one when all of the one before is read.</param>
    /// <param name="taker">Takes the elements until it has enough.</param>
    /// <exception cref="NotSupportedException">The state has namespaces.</exception>
    void ReadKeys(IEnumerable<byte[]> keys, ElementTaker taker);

    /// <inheritdoc cref="IMapTable{TKey,TNamespace,TMapKey,TMapValue,TScan}.FindEntries"/>
    /// <exception cref="NotSupportedException">The state keeps no maps, or has namespaces.</exception>
    bool FindEntries(ReadOnlySpan<byte> key, KeyWindow window, ScanSlice slice);

    /// <summary>
    /// Reads some entries of the map of a key, past what a backend caches, each as an element whose key is that within the map. No time to live begins anew.
    /// </summary>
    /// <param name="key">The bytes of a key that lives here.</param>
    /// <param name="mapKeys">The bytes of keys within its map; asked for the next one when the one before is read. Those without an entry give nothing.</param>
    /// <param name="taker">Takes the entries until it has enough.</param>
    /// <exception cref="Serialization.SerializationException">Some bytes are no key, or none within a map.</exception>
    /// <exception cref="NotSupportedException">The state keeps no maps, or has namespaces.</exception>
    void ReadEntries(ReadOnlySpan<byte> key, IEnumerable<byte[]> mapKeys, ElementTaker taker);
}

/// <summary>Takes an element, which is valid during the call, and says whether it wants more. It does not touch the state.</summary>
internal delegate bool ElementTaker(in StateElement element);
