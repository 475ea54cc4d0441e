using FlowActors.State;
using FlowActors.StateBackend.Tests.Contract;

namespace FlowActors.StateBackend.Tests.RocksDb.Imports;

/// <summary>A value, a list and a map for each key, of some class and with some time to live.</summary>
internal sealed class TimedItems<T>
{
    private readonly IKeyedStates<long> _keyed;
    private readonly IValueState<T> _value;
    private readonly IListState<T> _list;
    private readonly IMapState<string, T> _map;

    public TimedItems(IStateScope scope, StateTtlConfig? timeToLive)
    {
        _keyed = scope.Keyed<long>(Opened.Uid);
        _value = _keyed.GetState(new ValueStateDescriptor<T>("value") { TimeToLive = timeToLive });
        _list = _keyed.GetListState(new ListStateDescriptor<T>("list") { TimeToLive = timeToLive });
        _map = _keyed.GetMapState(new MapStateDescriptor<string, T>("map") { TimeToLive = timeToLive });
    }

    public void Put(long key, ItemType<T> type)
    {
        _keyed.Key.Set(key);
        _value.Update(type.Make(ItemOf(key)));
        for (var i = 0; i < 3; i++)
        {
            _list.Add(type.Make(ItemOf(key + i)));
            _map.Put($"{i}", type.Make(ItemOf(key - i)));
        }
    }

    /// <param name="from">The first key that lives here.</param>
    /// <param name="to">The one behind the last.</param>
    /// <param name="type">What the values are; null for none.</param>
    public void AssertHold(long from, long to, ItemType<T>? type)
    {
        for (var key = from; key < to; key++)
        {
            _keyed.Key.Set(key);
            Assert.Equal(type is not null, _value.TryGet(out var value));
            if (type is null)
            {
                Assert.Empty(_list.Get());
                Assert.Empty(_map.Entries());
                continue;
            }

            Assert.Equal(ItemOf(key), type.Read(value!));
            Assert.Equal([ItemOf(key), ItemOf(key + 1), ItemOf(key + 2)], _list.Get().Select(type.Read));
            Assert.Equal(
                [("0", ItemOf(key)), ("1", ItemOf(key - 1)), ("2", ItemOf(key - 2))],
                _map.Entries().OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => (e.Key, type.Read(e.Value))));
        }
    }

    private static Item ItemOf(long number) => new(number, $"{number} {new string('x', (int)Math.Abs(number % 150))}");
}
