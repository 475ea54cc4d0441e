using System.Runtime.CompilerServices;

namespace FlowActors.State.Memory.Timers;

/// <summary>
/// Says which of what was pushed comes first. The first of all lie in a heap that fits into a processor's nearest cache; the others lie
/// behind it, by and by parted into earlier and later ones (<see cref="TimerBacklog{TKey,TNamespace,TItem}"/>). One heap of a million
/// would miss the cache at each level. It knows nothing of timers that were deleted since.
/// </summary>
internal sealed class TimerSequence<TKey, TNamespace, TItem>(TimerOrder<TKey, TNamespace, TItem> order)
    where TItem : struct, ITimerItem<TKey, TNamespace, TItem>
{
    private const int NearMax = 1_024;

    private readonly TimerHeap<TKey, TNamespace, TItem> _near = new(order);
    private readonly TimerBacklog<TKey, TNamespace, TItem> _far = new(order);

    private int _nearLimit = 2 * NearMax;

    /// <summary>How many there are.</summary>
    public int Count => _near.Count + _far.Count;

    /// <summary>The first one; there must be one, and none to be fetched.</summary>
    public ref readonly TimerSlot<TItem> First
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _near.First;
    }

    /// <summary>True while the first ones must be fetched before one of them can be asked for.</summary>
    public bool MustFetch
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _near.Count == 0 && _far.Count > 0;
    }

    public void Push(in TimerSlot<TItem> slot)
    {
        if (_far.TryPush(in slot)) return;
        if (_near.Count >= _nearLimit)
        {
            _near.MoveLaterTo(_far);
            // What cannot be parted well is not tried again and again.
            _nearLimit = 2 * Math.Max(NearMax, _near.Count);
            if (_far.TryPush(in slot)) return;
        }

        _near.Push(in slot);
    }

    /// <summary>Removes the first one.</summary>
    public void Pop() => _near.Pop();

    /// <summary>Forgets all that was pushed, and takes these instead.</summary>
    /// <param name="count">How many of them are taken.</param>
    /// <param name="slots">Free ones are passed over.</param>
    public void Rebuild(int count, ReadOnlySpan<TimerSlot<TItem>> slots)
    {
        _near.Load([]);
        _far.Rebuild(count, slots);
        if (count > 0) Fetch();
    }

    /// <summary>Fetches the first ones.</summary>
    /// <returns>What was fetched, in no order.</returns>
    public ReadOnlySpan<TimerSlot<TItem>> Fetch()
    {
        _near.Load(_far.First(NearMax));
        _far.RemoveFirst();
        return _near.Slots;
    }
}
