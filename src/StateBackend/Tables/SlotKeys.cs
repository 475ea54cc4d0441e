using System.Runtime.CompilerServices;
using FlowActors.Serialization;

namespace FlowActors.State.Tables;

/// <summary>
/// Whether the key in a slot is the one that is looked for: by the type's own Equals where that says what the bytes say, else by hash and
/// serializer. Keys come in their canonical form.
/// </summary>
internal readonly struct SlotKeys<TKey>(KeySerializer<TKey> keys)
{
    private readonly KeySerializer<TKey> _keys = keys;

    // Known once: for types of references the compiler makes one code of all.
    private readonly bool _isText = typeof(TKey) == typeof(string);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool AreSame(TKey slot, int slotHash, TKey key, int hash)
    {
        if (KeyTraits<TKey>.EqualsAsBytes) return EqualityComparer<TKey>.Default.Equals(slot, key);
        if (slotHash != hash) return false;
        if (typeof(TKey).IsValueType) return _keys.Equals(slot, key);
        if (ReferenceEquals(slot, key)) return true;
        return _isText ? string.Equals(Unsafe.As<string>(slot), Unsafe.As<string>(key)) : _keys.Equals(slot, key);
    }
}
