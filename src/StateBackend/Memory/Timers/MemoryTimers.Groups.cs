using FlowActors.State.Memory.Tables;
using FlowActors.State.Tables;

namespace FlowActors.State.Memory.Timers;

/// <summary>Reading by key group.</summary>
internal sealed partial class MemoryTimers<TKey, TNamespace, TItem>
{
    // Null whenever timers came or went since it was built, which is also how a running enumeration notices.
    private KeyGroupIndex? _scanned;

    /// <summary>The timers of one key group in their order.</summary>
    public IEnumerable<StoredElement<TKey, TNamespace, long>> Scan(int keyGroup)
    {
        _rules.CheckGroup(keyGroup, _settings.Name);
        return Enumerate(keyGroup);
    }

    private IEnumerable<StoredElement<TKey, TNamespace, long>> Enumerate(int keyGroup)
    {
        var index = _scanned ??= KeyGroupIndex.Build(_slots.Length, Count, GroupAt, _rules.Groups);
        foreach (var timer in InOrder(index.SlotsOf(keyGroup)))
        {
            if (_scanned != index) ThrowChanged();
            yield return new(timer.Item.Key, timer.Item.Namespace, timer.Time);
        }
    }

    private int? GroupAt(int slot) => _slots[slot].Time == Timestamps.None ? null : _rules.GroupOf(_slots[slot].Item.Hash(_keys));

    private TimerSlot<TItem>[] InOrder(ReadOnlySpan<int> slots)
    {
        var timers = new TimerSlot<TItem>[slots.Length];
        for (var i = 0; i < slots.Length; i++) timers[i] = _slots[slots[i]];
        Array.Sort(timers, _order.Compare);
        return timers;
    }

    private void ThrowChanged() => throw new InvalidOperationException(
        $"Timers '{_settings.Name}' of operator '{_rules.OperatorName}' came or went while they were read.");
}
