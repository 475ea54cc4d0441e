using FlowActors.Serialization;
using FlowActors.State.RocksDb.Interop;
using FlowActors.State.RocksDb.Storage;
using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Timers;

/// <summary>
/// The timers that lie in the database: all behind the horizon, a place in the order of timers. What it has at or before the horizon is over, and is
/// deleted when it may be, in one range for each key group. Used on the subtask's thread.
/// </summary>
internal sealed class FarTimers<TKey, TNamespace>(StateDatabase database, TableSettings<TKey, TNamespace> settings)
{
    private readonly TimerCoder<TKey, TNamespace> _coder = new(settings);
    private readonly ByteWriter _key = new();
    private readonly HashSet<byte[]> _deleted = new(ByteKeys.Comparer);
    private readonly HashSet<byte[]> _deletedFrozen = new(ByteKeys.Comparer);

    // Null: behind everything. Empty: before everything.
    private byte[]? _horizon;
    private byte[]? _frozenHorizon;
    private bool _hasOver;
    private bool _hasOverFrozen;
    private bool _isFreezing;

    public required StoredState State { get; set; }

    public TimerCoder<TKey, TNamespace> Coder => _coder;

    public long Count
    {
        get => State.ElementCount;
        private set => State.ElementCount = State.KeyCount = value;
    }

    /// <summary>The time up to which no timer lies here; of that time some may.</summary>
    public long HorizonTime => _horizon is null ? long.MaxValue : _horizon.Length == 0 ? long.MinValue : TimerCoder<TKey, TNamespace>.TimeOf(_horizon);

    /// <summary>Whether a timer of that place would lie here.</summary>
    public bool IsBehindHorizon(ReadOnlySpan<byte> place) => _horizon is not null && place.SequenceCompareTo(_horizon) > 0;

    public bool IsBehindHorizon(TKey key, int hash, TNamespace ns, long time)
    {
        if (_horizon is null || time < HorizonTime) return false;
        return _horizon.Length == 0 || time > HorizonTime || IsBehindHorizon(_coder.PlaceOf(key, hash, ns, time));
    }

    /// <summary>Takes a restored database's, none of which is known yet.</summary>
    public void Take(StoredState state)
    {
        State = state;
        _horizon = state.ElementCount > 0 ? [] : null;
    }

    public bool Contains(TKey key, int hash, TNamespace ns, long time)
    {
        if (Count == 0) return false;
        _key.Reset();
        _coder.Write(_key, State.Number, key, hash, ns, time);
        var deleted = _deleted.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (deleted.Contains(_key.WrittenSpan) || _deletedFrozen.GetAlternateLookup<ReadOnlySpan<byte>>().Contains(_key.WrittenSpan)) return false;
        return database.TryGet(StateDatabase.Ordered, _key.WrittenSpan, out _);
    }

    /// <summary>Deletes a timer that is here.</summary>
    public void Remove(TKey key, int hash, TNamespace ns, long time)
    {
        _key.Reset();
        _coder.Write(_key, State.Number, key, hash, ns, time);
        _deleted.Add(_key.WrittenSpan.ToArray());
        Count--;
        if (_deleted.Count >= 1_024 && database.MayWrite) WriteDeleted(_deleted);
    }

    /// <summary>Takes in the later ones of what was in memory; only while the database may be written to.</summary>
    /// <param name="timers">They are behind the last one that stays.</param>
    /// <param name="horizon">The last one that stays: the new horizon, which does not go on. Null: the horizon stays.</param>
    public void Add(IEnumerable<DueTimer<TKey, TNamespace>> timers, DueTimer<TKey, TNamespace>? horizon)
    {
        // What is over must not come back by a horizon that goes back.
        DeleteOver(_horizon);
        WriteDeleted(_deleted);
        _hasOver = false;
        if (horizon is { } last) _horizon = _coder.PlaceOf(last.Key, last.KeyHash, last.Namespace, last.Timestamp).ToArray();
        foreach (var timer in timers)
        {
            var bytes = database.Lot.Begin();
            _coder.Write(bytes, State.Number, timer.Key, timer.KeyHash, timer.Namespace, timer.Timestamp);
            var key = database.Lot.EndKey();
            bytes.WriteInt64(timer.Timestamp);
            database.Lot.EndPut(StateDatabase.Ordered, key);
            Count++;
            if (database.Lot.IsFull) database.WriteLot();
        }

        database.WriteLot();
    }

    /// <summary>Takes the first ones out: the horizon goes on behind them.</summary>
    /// <param name="wanted">About how many.</param>
    /// <param name="take">Takes each, in no order.</param>
    public void TakeFirst(int wanted, Action<DueTimer<TKey, TNamespace>> take)
    {
        database.WriteLot();
        var groups = settings.Keys.Groups;
        var each = Math.Max(64, wanted / groups.Count);
        var read = new List<byte[]>();
        byte[]? bound = null;
        for (var group = groups.Start; group <= groups.End; group++)
        {
            using var timers = Behind(group);
            var last = read.Count + each;
            while (timers is { IsValid: true } && read.Count < last)
            {
                read.Add(timers.Key.ToArray());
                timers.Next();
            }

            if (timers is not { IsValid: true }) continue;
            var place = TimerCoder<TKey, TNamespace>.PlaceIn(read[^1]);
            if (bound is null || place.SequenceCompareTo(bound) < 0) bound = place.ToArray();
        }

        foreach (var stored in read)
        {
            if (bound is not null && TimerCoder<TKey, TNamespace>.PlaceIn(stored).SequenceCompareTo(bound) > 0) continue;
            if (_deleted.Contains(stored) || _deletedFrozen.Contains(stored)) continue;
            Count--;
            take(_coder.Read(stored));
        }

        (_horizon, _hasOver) = (bound, true);
        if (bound is null && Count != 0)
            throw new InvalidDataException($"The database lacks {Count:N0} timers '{settings.Name}' of operator '{settings.Keys.OperatorName}'.");
    }

    /// <summary>Those of a key group whose keys lie in a range, in their order.</summary>
    public IEnumerable<DueTimer<TKey, TNamespace>> Of(int group, KeyRange keys)
    {
        if (Count == 0) yield break;
        database.WriteLot();
        using var timers = Behind(group);
        for (; timers is { IsValid: true }; timers.Next())
        {
            if (!keys.Contains(TimerCoder<TKey, TNamespace>.PlaceIn(timers.Key)[TimerCoder<TKey, TNamespace>.Head..])) continue;
            var stored = timers.Key.ToArray();
            if (!_deleted.Contains(stored) && !_deletedFrozen.Contains(stored)) yield return _coder.Read(stored);
        }
    }

    /// <summary>All are over.</summary>
    public void Clear()
    {
        (_horizon, _hasOver) = (null, true);
        _deleted.Clear();
        Count = 0;
    }

    /// <summary>What was deleted until now belongs to a frozen state.</summary>
    public void BeginFrozen()
    {
        _deletedFrozen.UnionWith(_deleted);
        _deleted.Clear();
        (_frozenHorizon, _hasOverFrozen) = (_horizon, _hasOver || _hasOverFrozen);
        (_hasOver, _isFreezing) = (false, true);
    }

    public void SaveFrozen()
    {
        if (!_isFreezing) return;
        _isFreezing = false;
        if (_hasOverFrozen) DeleteRanges(_frozenHorizon);
        _hasOverFrozen = false;
        WriteDeleted(_deletedFrozen);
    }

    private void DeleteOver(byte[]? horizon)
    {
        if (_hasOver || _hasOverFrozen) DeleteRanges(horizon);
        _hasOverFrozen = false;
        WriteDeleted(_deletedFrozen);
    }

    private void DeleteRanges(byte[]? horizon)
    {
        // Before everything: nothing is over.
        if (horizon is { Length: 0 }) return;
        var groups = settings.Keys.Groups;
        database.DeleteRanges(StateDatabase.Ordered, Enumerable.Range(groups.Start, groups.Count).Select(group =>
        {
            var from = StoredKeys.PrefixOf(group, State.Number);
            return (from, KeyRange.EndOf([.. from, .. horizon ?? []]));
        }));
    }

    private void WriteDeleted(HashSet<byte[]> deleted)
    {
        foreach (var key in deleted)
        {
            database.Lot.Begin().WriteBytes(key);
            database.Lot.EndDelete(StateDatabase.Ordered);
            if (database.Lot.IsFull) database.WriteLot();
        }

        deleted.Clear();
        database.WriteLot();
    }

    private RocksIterator? Behind(int group)
    {
        // The stored key of the horizon itself has its lengths behind it.
        var prefix = StoredKeys.PrefixOf(group, State.Number);
        if (_horizon is null) return null;
        return database.Iterate(StateDatabase.Ordered, _horizon.Length == 0 ? prefix : KeyRange.EndOf([.. prefix, .. _horizon]), KeyRange.EndOf(prefix));
    }
}
