using FlowActors.Serialization;
using FlowActors.State.Memory.Tables;
using FlowActors.State.Tables;

namespace FlowActors.State.Memory.Timers;

/// <summary>Reading by key group.</summary>
internal sealed partial class MemoryTimers<TKey, TNamespace, TItem>
{
    // Null whenever timers came or went since it was built, which is also how a running enumeration notices.
    private KeyGroupIndex? _scanned;

    /// <summary>The timers of one key group whose keys lie in a range, in the order of timers.</summary>
    public IEnumerable<StoredElement<TKey, TNamespace, long>> Scan(int keyGroup, KeyRange keys)
    {
        _rules.CheckGroup(keyGroup, _settings.Name);
        return Enumerate(keyGroup, keys);
    }

    private IEnumerable<StoredElement<TKey, TNamespace, long>> Enumerate(int keyGroup, KeyRange keys)
    {
        var index = _scanned ??= KeyGroupIndex.Build(_slots.Length, Count, GroupAt, _rules.Groups);
        foreach (var timer in InOrder(index.SlotsOf(keyGroup), keys))
        {
            if (_scanned != index) ThrowChanged();
            yield return new(timer.Item.Key, timer.Item.Namespace, timer.Time);
        }
    }

    private int? GroupAt(int slot) => _slots[slot].Time == Timestamps.None ? null : _rules.GroupOf(_slots[slot].Item.Hash(_keys));

    private TimerSlot<TItem>[] InOrder(ReadOnlySpan<int> slots, KeyRange keys)
    {
        var timers = new TimerSlot<TItem>[slots.Length];
        var (bytes, count) = (new ByteWriter(), 0);
        foreach (var slot in slots)
        {
            ref readonly var timer = ref _slots[slot];
            if (keys.IsAll || keys.Contains(PlaceOf(bytes, in timer.Item))) timers[count++] = timer;
        }

        Array.Resize(ref timers, count);
        Array.Sort(timers, _order.Compare);
        return timers;
    }

    private ReadOnlySpan<byte> PlaceOf(ByteWriter bytes, in TItem item)
    {
        bytes.Reset();
        _keys.Serialize(bytes, item.Key);
        _namespaces.Write(bytes, item.Namespace);
        return bytes.WrittenSpan;
    }

    private void ThrowChanged() => throw new InvalidOperationException(
        $"Timers '{_settings.Name}' of operator '{_rules.OperatorName}' came or went while they were read.");
}
