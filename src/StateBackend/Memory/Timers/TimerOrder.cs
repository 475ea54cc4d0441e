using System.Runtime.CompilerServices;
using FlowActors.Serialization;
using FlowActors.State.Tables;

namespace FlowActors.State.Memory.Timers;

/// <summary>
/// The order of timers: by time, then by the key's hash, unsigned, then by the bytes of key and namespace. Bytes are made only where all
/// else is equal: for one key's namespaces, and for keys that share a hash.
/// </summary>
internal sealed class TimerOrder<TKey, TNamespace, TItem>(KeySerializer<TKey> keys, NamespaceRules<TNamespace> namespaces)
    where TItem : struct, ITimerItem<TKey, TNamespace, TItem>
{
    private readonly ByteWriter _one = new();
    private readonly ByteWriter _other = new();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsBefore(in TimerSlot<TItem> a, in TimerSlot<TItem> b) =>
        a.Time != b.Time ? a.Time < b.Time : CompareItems(in a.Item, in b.Item) < 0;

    public int Compare(TimerSlot<TItem> a, TimerSlot<TItem> b) =>
        a.Time != b.Time ? a.Time.CompareTo(b.Time) : CompareItems(in a.Item, in b.Item);

    public int CompareItems(in TItem a, in TItem b)
    {
        var (one, other) = ((uint)a.Hash(keys), (uint)b.Hash(keys));
        return one != other ? one < other ? -1 : 1 : CompareBytes(in a, in b);
    }

    private int CompareBytes(in TItem a, in TItem b)
    {
        Write(_one, in a);
        Write(_other, in b);
        return _one.WrittenSpan.SequenceCompareTo(_other.WrittenSpan);
    }

    private void Write(ByteWriter bytes, in TItem item)
    {
        bytes.Reset();
        keys.Serialize(bytes, item.Key);
        namespaces.Write(bytes, item.Namespace);
    }
}
