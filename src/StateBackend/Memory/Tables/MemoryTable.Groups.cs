using FlowActors.Serialization;
using FlowActors.State.Tables;

namespace FlowActors.State.Memory.Tables;

/// <summary>Reading by key group.</summary>
internal sealed partial class MemoryTable<TKey, TNamespace, TValue>
{
    // Null whenever keys came or went since it was built, which is also how a running enumeration notices.
    private KeyGroupIndex? _index;

    /// <summary>The entries of one key group whose keys lie in a range, in the order of the bytes of key and namespace.</summary>
    public IEnumerable<StoredElement<TKey, TNamespace, TValue>> Scan(int keyGroup, KeyRange keys)
    {
        _rules.CheckGroup(keyGroup, _settings.Name);
        return Enumerate(keyGroup, keys);
    }

    /// <summary>The bytes of key and namespace.</summary>
    public byte[] PlaceOf(TKey key, TNamespace ns)
    {
        var bytes = new ByteWriter();
        _keys.Serialize(bytes, key);
        _namespaces.Write(bytes, ns);
        return bytes.WrittenSpan.ToArray();
    }

    private IEnumerable<StoredElement<TKey, TNamespace, TValue>> Enumerate(int keyGroup, KeyRange keys)
    {
        var index = _index ??= KeyGroupIndex.Build(_entries.Length, _count, GroupAt, _rules.Groups);
        foreach (var slot in InKeyOrder(index.SlotsOf(keyGroup), keys))
        {
            if (_index != index) ThrowChanged();
            yield return new(_entries[slot].Key, _entries[slot].Namespace, _entries[slot].Value);
        }
    }

    private int? GroupAt(int slot) => _entries[slot].Occupied ? _rules.GroupOf(_entries[slot].Hash) : null;

    private int[] InKeyOrder(ReadOnlySpan<int> slots, KeyRange keys)
    {
        var order = new ByteOrder<int>(slots.Length);
        foreach (var slot in slots)
        {
            ref readonly var entry = ref _entries[slot];
            _keys.Serialize(order.Bytes, entry.Key);
            _namespaces.Write(order.Bytes, entry.Namespace);
            if (keys.Contains(order.Key)) order.Add(slot);
            else order.Drop();
        }

        return order.Sorted();
    }

    private void ThrowChanged() => throw new InvalidOperationException(
        $"Keys of state '{_settings.Name}' of operator '{_rules.OperatorName}' came or went while its entries were read. Finish " +
        "reading before changing the state, or take the keys into a list first.");
}
