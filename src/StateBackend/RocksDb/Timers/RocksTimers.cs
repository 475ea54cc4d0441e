using System.Runtime.CompilerServices;
using FlowActors.State.Export;
using FlowActors.State.Memory.Frozen;
using FlowActors.State.Memory.Timers;
using FlowActors.State.RocksDb.Budget;
using FlowActors.State.RocksDb.Caching;
using FlowActors.State.RocksDb.Restoring;
using FlowActors.State.RocksDb.Storage;
using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Timers;

/// <summary>
/// Timers: the near ones in memory, all others in the database (<see cref="FarTimers{TKey,TNamespace}"/>). When those in memory are too many, the later
/// half goes there; when the first one there may be due, some come back. Near ones are written into snapshots one by one, which are few.
/// </summary>
internal sealed class RocksTimers<TKey, TNamespace, TItem> : CachedTable
    where TItem : struct, ITimerItem<TKey, TNamespace, TItem>
{
    private const int NearMin = 2_048;
    private const int LooksEvery = 256;

    private readonly TableSettings<TKey, TNamespace> _settings;
    private readonly MemoryTimers<TKey, TNamespace, TItem> _near;
    private readonly FarTimers<TKey, TNamespace> _far;
    private readonly int _nearMax;
    private int _nearLimit;

    /// <param name="database">Where they lie.</param>
    /// <param name="share">The memory that they may take.</param>
    /// <param name="settings">Whose they are.</param>
    /// <param name="buffers">Where the bytes of frozen ones go.</param>
    /// <param name="nearMax">How many lie in memory at most, as a rule.</param>
    public RocksTimers(StateDatabase database, ObjectShare share, TableSettings<TKey, TNamespace> settings, FrozenBuffers buffers, int nearMax)
        : base(database, share)
    {
        _settings = settings;
        _near = new MemoryTimers<TKey, TNamespace, TItem>(settings, buffers);
        _far = new FarTimers<TKey, TNamespace>(database, settings) { State = database.Directory.Add(settings.Header, isTimed: false) };
        _nearMax = _nearLimit = Math.Max(nearMax, NearMin);
    }

    // Array and sequence, at their usual fill.
    private static int TimerBytes => 4 * Unsafe.SizeOf<TimerSlot<TItem>>();

    public long Count => _near.Count + _far.Count;

    public bool Add(TKey key, int hash, TNamespace ns, long time)
    {
        if (_far.Count > 0 && _far.IsBehindHorizon(key, hash, ns, time) && _far.Contains(key, hash, ns, time)) return false;
        if (!_near.Add(key, hash, ns, time)) return false;
        if (_near.Count > _nearLimit) MakeRoom();
        return true;
    }

    public bool Remove(TKey key, int hash, TNamespace ns, long time)
    {
        if (_near.Remove(key, hash, ns, time)) return true;
        if (_far.Count == 0 || !_far.IsBehindHorizon(key, hash, ns, time) || !_far.Contains(key, hash, ns, time)) return false;
        _far.Remove(key, hash, ns, time);
        return true;
    }

    public bool TryPeek(out long time)
    {
        Fetch(long.MaxValue);
        return _near.TryPeek(out time);
    }

    public bool TryTake(long until, out DueTimer<TKey, TNamespace> timer)
    {
        Fetch(until);
        return _near.TryTake(until, out timer);
    }

    public void Clear()
    {
        _near.Clear();
        _far.Clear();
    }

    public bool TryTake(UnclaimedState restored)
    {
        if (restored is not KeptState kept) return false;
        kept.Complete();
        if (kept.State is { } state)
        {
            Database.Directory.Remove(_far.State);
            _far.Take(state);
            kept.State = null;
        }

        // Those that were near lie as they came.
        return kept.Raw is null;
    }

    public IEnumerable<StoredElement<TKey, TNamespace, long>> Scan(int keyGroup, KeyRange keys)
    {
        _settings.Keys.CheckGroup(keyGroup, _settings.Name);
        return Enumerate(keyGroup, keys);
    }

    public IFrozenTable Freeze() => FrozenTimers.Of(Database, _far.State, _settings, _near.Freeze());

    public override void BeginFrozen() => _far.BeginFrozen();

    public override bool SaveFrozen(ref int steps)
    {
        _far.SaveFrozen();
        return true;
    }

    // What a peak has taken is given back, and asked for again by the next one.
    public override void EndFrozen()
    {
        _nearLimit = Math.Max(_nearMax, _near.Count);
        Share.TryHold((long)_near.Count * TimerBytes);
    }

    public override void Evict(bool all)
    {
        if (_near.Count > 1) MoveLater(all ? 1 : _near.Count / 2);
    }

    /// <summary>Fetches until the first of all timers that are due by a time is near.</summary>
    private void Fetch(long until)
    {
        while (_far.Count > 0 && _far.HorizonTime <= until)
        {
            if (_near.TryPeek(out TimerSlot<TItem> first))
            {
                if (first.Time < _far.HorizonTime || !IsBehindHorizon(in first)) return;
            }

            _far.TakeFirst(_nearMax / 2, timer => _near.Add(timer.Key, timer.KeyHash, timer.Namespace, timer.Timestamp));
        }
    }

    // Where they lie is looked at when they are read, as it may be another place by then.
    private IEnumerable<StoredElement<TKey, TNamespace, long>> Enumerate(int keyGroup, KeyRange keys)
    {
        foreach (var timer in _far.Count == 0 ? _near.Scan(keyGroup, keys) : EnumerateBoth(keyGroup, keys)) yield return timer;
    }

    private IEnumerable<StoredElement<TKey, TNamespace, long>> EnumerateBoth(int keyGroup, KeyRange keys) => _near.Scan(keyGroup, keys)
        .Select(t => (_far.Coder.PlaceOf(t.Key, _settings.Keys.Hash(t.Key), t.Namespace, t.Element).ToArray(), t))
        .Concat(_far.Of(keyGroup, keys).Select(t => (
            _far.Coder.PlaceOf(t.Key, t.KeyHash, t.Namespace, t.Timestamp).ToArray(), new StoredElement<TKey, TNamespace, long>(t.Key, t.Namespace, t.Timestamp))))
        .OrderBy(t => t.Item1, Comparer<byte[]>.Create(static (a, b) => a.AsSpan().SequenceCompareTo(b)))
        .Select(t => t.Item2);

    private bool IsBehindHorizon(in TimerSlot<TItem> timer) =>
        _far.IsBehindHorizon(timer.Item.Key, timer.Item.Hash(_settings.Keys.Keys), timer.Item.Namespace, timer.Time);

    // Looked at again when there are some more: the memory is shared with others, and asking for it is not for each timer.
    private void MakeRoom()
    {
        var bytes = (long)_near.Count * TimerBytes;
        // What is newer than what is being linked has to wait, in memory if there is some.
        if ((Share.TryHold(bytes) && _near.Count < 2 * _nearMax) || (!Database.MayWrite && Share.TryOverdraw(bytes)))
        {
            _nearLimit = _near.Count + LooksEvery;
            return;
        }

        Database.FinishFrozen();
        MoveLater(_near.Count / 2);
        _nearLimit = _nearMax;
        Share.TryHold((long)_near.Count * TimerBytes);
    }

    private void MoveLater(int kept)
    {
        if (!Database.MayWrite) return;
        var timers = _near.InOrder();
        // Behind the horizon there are others already, so all of these go there.
        while (kept > 0 && _far.Count > 0 && IsBehindHorizon(in timers[kept - 1])) kept--;
        _near.Remove(timers.AsSpan(kept));
        _far.Add(timers.Skip(kept).Select(Due), kept > 0 ? Due(timers[kept - 1]) : null);
    }

    private DueTimer<TKey, TNamespace> Due(TimerSlot<TItem> timer) =>
        new(timer.Item.Key, timer.Item.Hash(_settings.Keys.Keys), timer.Item.Namespace, timer.Time);
}

/// <summary>Timers before RocksDB, as the contract speaks of them.</summary>
internal readonly struct RocksTimerTable<TKey, TNamespace, TItem>(RocksTimers<TKey, TNamespace, TItem> timers) : ITimerTable<TKey, TNamespace>
    where TItem : struct, ITimerItem<TKey, TNamespace, TItem>
{
    public long Count => timers.Count;

    public bool Add(TKey key, int hash, TNamespace ns, long time) => timers.Add(key, hash, ns, time);

    public bool Remove(TKey key, int hash, TNamespace ns, long time) => timers.Remove(key, hash, ns, time);

    public bool TryPeek(out long time) => timers.TryPeek(out time);

    public bool TryTake(long until, out DueTimer<TKey, TNamespace> timer) => timers.TryTake(until, out timer);

    public void Clear() => timers.Clear();

    public bool TryTake(UnclaimedState restored) => timers.TryTake(restored);

    public IEnumerable<StoredElement<TKey, TNamespace, long>> Scan(int keyGroup, KeyRange keys) => timers.Scan(keyGroup, keys);

    public IFrozenTable Freeze() => timers.Freeze();
}
