using FlowActors.State;
using FlowActors.StateBackend.Tests.Contract;

namespace FlowActors.StateBackend.Tests.RocksDb.Imports;

/// <summary>The states of one subtask, whatever the class of their values is.</summary>
internal interface IItemStates
{
    /// <summary>Does to a key what a script says, here and in the model.</summary>
    void Apply(long key, HeldItems held, int verb, int argument);

    void AssertHolds(long key, HeldItems held);

    /// <summary>How many timers there are.</summary>
    long Timers { get; }

    /// <summary>Takes all timers, in their order.</summary>
    IEnumerable<DueTimer<long, int>> TakeAll();
}

/// <summary>Values, lists and maps of a class, each with and without a time to live, and timers.</summary>
internal sealed class ItemStates<T> : IItemStates
{
    /// <summary>How many different calls there are.</summary>
    public const int Verbs = 20;

    private static readonly StateTtlConfig s_hour = new(TimeSpan.FromHours(1));

    private readonly ItemType<T> _type;
    private readonly IKeyedStates<long> _keyed;
    private readonly IValueState<T> _value;
    private readonly IValueState<T> _timed;
    private readonly IListState<T> _list;
    private readonly IListState<T> _timedList;
    private readonly IMapState<int, T> _map;
    private readonly IMapState<int, T> _timedMap;
    private readonly ITimerQueue<long, int> _timers;

    public ItemStates(IStateScope scope, ItemType<T> type)
    {
        _type = type;
        _keyed = scope.Keyed<long>(Opened.Uid);
        _value = _keyed.GetState(new ValueStateDescriptor<T>("value"));
        _timed = _keyed.GetState(new ValueStateDescriptor<T>("timed") { TimeToLive = s_hour });
        _list = _keyed.GetListState(new ListStateDescriptor<T>("list"));
        _timedList = _keyed.GetListState(new ListStateDescriptor<T>("timed list") { TimeToLive = s_hour });
        _map = _keyed.GetMapState(new MapStateDescriptor<int, T>("map"));
        _timedMap = _keyed.GetMapState(new MapStateDescriptor<int, T>("timed map") { TimeToLive = s_hour });
        _timers = _keyed.GetTimers<int>("timers");
    }

    public long Timers => _timers.Count;

    public void Apply(long key, HeldItems held, int verb, int argument)
    {
        _keyed.Key.Set(key);
        var item = ItemOf(argument);
        var (made, mapKey) = (_type.Make(item), argument % 6);
        switch (verb)
        {
            case 0 or 1: _value.Update(made); held.Value = item; break;
            case 2: _value.Clear(); held.Value = null; break;
            case 3: _timed.Update(made); held.Timed = item; break;
            case 4: _timed.Clear(); held.Timed = null; break;
            case 5 or 6: _list.Add(made); held.List.Add(item); break;
            case 7: _list.Update([made, made]); Become(held.List, [item, item]); break;
            case 8: _list.Clear(); held.List.Clear(); break;
            case 9: _timedList.Add(made); held.TimedList.Add(item); break;
            case 10: _timedList.Update([made]); Become(held.TimedList, [item]); break;
            case 11 or 12: _map.Put(mapKey, made); held.Map[mapKey] = item; break;
            case 13: Assert.Equal(held.Map.Remove(mapKey), _map.Remove(mapKey)); break;
            case 14: _map.Clear(); held.Map.Clear(); break;
            case 15: _timedMap.Put(mapKey, made); held.TimedMap[mapKey] = item; break;
            case 16: Assert.Equal(held.TimedMap.Remove(mapKey), _timedMap.Remove(mapKey)); break;
            case 17: Assert.Equal(held.Timers.Add((argument, mapKey)), _timers.Add(mapKey, argument)); break;
            case 18: RemoveFirst(held); break;
            default: AssertHolds(key, held); break;
        }
    }

    public void AssertHolds(long key, HeldItems held)
    {
        _keyed.Key.Set(key);
        Assert.Equal(held.Value, _value.TryGet(out var value) ? _type.Read(value) : null);
        Assert.Equal(held.Timed, _timed.TryGet(out var timed) ? _type.Read(timed) : null);
        Assert.Equal(held.List, _list.Get().Select(_type.Read));
        Assert.Equal(held.TimedList, _timedList.Get().Select(_type.Read));
        Assert.Equal(held.Map, Read(_map));
        Assert.Equal(held.TimedMap, Read(_timedMap));
    }

    public IEnumerable<DueTimer<long, int>> TakeAll()
    {
        while (_timers.TryTake(long.MaxValue, out var timer)) yield return timer;
    }

    private void RemoveFirst(HeldItems held)
    {
        if (held.Timers.Count == 0) return;
        var first = held.Timers.Min;
        Assert.True(_timers.Remove(first.Namespace, first.Time));
        held.Timers.Remove(first);
    }

    private static void Become(List<Item> list, IEnumerable<Item> items)
    {
        list.Clear();
        list.AddRange(items);
    }

    private static Item ItemOf(int argument) => new(argument, $"{argument} {new string((char)('a' + (argument % 26)), argument % 200)}");

    private IEnumerable<KeyValuePair<int, Item>> Read(IMapState<int, T> map) =>
        map.Entries().Select(e => KeyValuePair.Create(e.Key, _type.Read(e.Value))).OrderBy(e => e.Key);
}
