using FlowActors.State;
using FlowActors.StateBackend.Tests.Contract;

namespace FlowActors.StateBackend.Tests.Model;

/// <summary>The same states on a backend, and their comparison with what they must hold.</summary>
internal sealed class StatesUnderTest(OpenedKeys<long> backend)
{
    private readonly IValueState<long> _value = backend.GetState(new ValueStateDescriptor<long>("value"));
    private readonly IValueState<Box> _box = backend.GetState(new ValueStateDescriptor<Box>("box"));
    private readonly IListState<string> _list = backend.GetListState(new ListStateDescriptor<string>("list"));
    private readonly IMapState<int, string> _map = backend.GetMapState(new MapStateDescriptor<int, string>("map"));
    private readonly IReducingState<Box> _reduced = backend.GetReducingState(new ReducingStateDescriptor<Box>("reduced", Add));
    private readonly IAggregatingState<long, Box> _aggregated =
        backend.GetAggregatingState(new AggregatingStateDescriptor<long, Box, Box>("aggregated", new SumOfBoxes()));

    public void Apply(Operation operation)
    {
        backend.CurrentKey = operation.Key;
        var argument = operation.Argument;
        switch (operation.Verb)
        {
            case Verb.Update: _value.Update(argument); break;
            case Verb.UpdateBox: _box.Update(new Box { N = argument }); break;
            case Verb.MutateBox: if (_box.TryGet(out var box)) box.N += argument; break;
            case Verb.ListAdd: _list.Add($"{argument}"); break;
            case Verb.ListAddAll: _list.AddAll(Words.Of(argument)); break;
            case Verb.ListUpdate: _list.Update(Words.Of(argument)); break;
            case Verb.MapPut: _map.Put(argument, $"{operation.Key}"); break;
            case Verb.MapPutAll: _map.PutAll(Words.Entries(argument)); break;
            case Verb.MapRemove: Assert.Equal(_map.Contains(argument), _map.Remove(argument)); break;
            case Verb.Reduce: _reduced.Add(new Box { N = argument }); break;
            case Verb.Aggregate: _aggregated.Add(argument); break;
            case Verb.ClearValue: _value.Clear(); break;
            case Verb.ClearBox: _box.Clear(); break;
            case Verb.ClearList: _list.Clear(); break;
            case Verb.ClearMap: _map.Clear(); break;
            case Verb.ClearReduced: _reduced.Clear(); break;
            case Verb.ClearAggregated: _aggregated.Clear(); break;
            default: break;
        }
    }

    public void AssertHolds(long key, NaiveStates expected)
    {
        backend.CurrentKey = key;
        Assert.Equal(expected.Value, _value.TryGet(out var value) ? value : null);
        Assert.Equal(expected.Value ?? 0, _value.Value());
        Assert.Equal(expected.Box, _box.TryGet(out var box) ? box.N : null);
        Assert.Equal(expected.List, _list.Get());
        Assert.Equal(expected.Map.Count == 0, _map.IsEmpty);
        Assert.Equal(expected.Map.OrderBy(e => e.Key), _map.Entries().OrderBy(e => e.Key));
        Assert.Equal(_map.Entries().Select(e => e.Key), _map.Keys());
        Assert.Equal(_map.Entries().Select(e => e.Value), _map.Values());
        Assert.Equal(expected.Map.ContainsKey(3), _map.Contains(3));
        Assert.Equal(expected.Map.GetValueOrDefault(3), _map.TryGet(3, out var entry) ? entry : null);
        Assert.Equal(expected.Reduced, _reduced.TryGet(out var reduced) ? reduced.N : null);
        Assert.Equal(expected.Aggregated, _aggregated.TryGet(out var aggregated) ? aggregated.N : null);
    }

    private static Box Add(Box kept, Box next)
    {
        kept.N += next.N;
        return kept;
    }
}
