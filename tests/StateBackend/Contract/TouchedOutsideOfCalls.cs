using FlowActors.State;
using FlowActors.StateBackend.Tests.Model;

namespace FlowActors.StateBackend.Tests.Contract;

/// <summary>State and what it hands out is good for the key at hand only.</summary>
public abstract class TouchedOutsideOfCalls(IStateBackend backend) : ContractTests(backend)
{
    [Fact]
    public void Every_state_throws_when_the_key_was_cleared()
    {
        using var state = Backend.Keyed<int>();
        var value = state.GetState(new ValueStateDescriptor<long>("value"));
        var list = state.GetListState(new ListStateDescriptor<long>("list"));
        var map = state.GetMapState(new MapStateDescriptor<int, long>("map"));
        var reduced = state.GetReducingState(new ReducingStateDescriptor<long>("reduced", (a, b) => a + b));
        var aggregated = state.GetAggregatingState(new AggregatingStateDescriptor<long, Box, Box>("aggregated", new SumOfBoxes()));
        state.CurrentKey = 1;
        list.Add(1);
        state.Key.Clear();

        Action[] touches =
        [
            () => value.TryGet(out _), () => value.TryPeek(out _), () => value.Value(), () => value.Update(1), value.Clear,
            () => list.Get(), () => list.Peek(), () => list.Add(1), () => list.AddAll([1]), () => list.Update([1]), list.Clear,
            () => _ = map.IsEmpty, () => map.TryGet(1, out _), () => map.TryPeek(1, out _), () => map.Put(1, 1), () => map.PutAll([new(1, 1)]),
            () => map.Remove(1), () => map.Contains(1), () => map.Entries(), () => map.Keys(), () => map.Values(), () => map.PeekEntries(), map.Clear,
            () => reduced.Add(1), () => reduced.TryGet(out _), reduced.Clear,
            () => aggregated.Add(1), () => aggregated.TryGet(out _), aggregated.Clear,
        ];
        Assert.All(touches, AssertNoKey);
        state.CurrentKey = 1;
        Assert.Equal([1], list.Get());
    }

    [Fact]
    public void Every_state_throws_when_the_scope_was_disposed()
    {
        var state = Backend.Keyed<int>();
        var value = state.GetState(new ValueStateDescriptor<long>("value"));
        state.CurrentKey = 1;
        state.Dispose();
        state.Dispose();
        AssertNoKey(() => value.Update(1));
        Assert.Throws<ObjectDisposedException>(() => state.Scope.Keyed<int>(Opened.Uid));
    }

    [Fact]
    public void Elements_cannot_be_read_on_after_a_change_or_with_another_key_or_none()
    {
        using var state = Backend.Keyed<int>();
        var list = state.GetListState(new ListStateDescriptor<long>("list"));
        var map = state.GetMapState(new MapStateDescriptor<int, long>("map"));
        Fill(1);
        Fill(2);
        Action[] spoilers =
        [
            () => list.Add(9), () => list.Update([1]), list.Clear, () => state.CurrentKey = 2, () => state.CurrentKey = 1, state.Key.Clear,
        ];
        Assert.All(spoilers, spoil => AssertSpoiled(() => list.Get(), spoil));
        Assert.All(spoilers, spoil => AssertSpoiled(() => list.Peek(), spoil));
        Action[] ofMaps = [() => map.Put(1, 9), () => map.PutAll([new(1, 9)]), () => map.Remove(1), map.Clear, () => state.CurrentKey = 2, state.Key.Clear];
        Assert.All(ofMaps, spoil => AssertSpoiled(() => map.Entries().Select(e => e.Value), spoil));
        Assert.All(ofMaps, spoil => AssertSpoiled(() => map.Keys().Select(k => (long)k), spoil));
        Assert.All(ofMaps, spoil => AssertSpoiled(() => map.Values(), spoil));
        Assert.All(ofMaps, spoil => AssertSpoiled(() => map.PeekEntries().Select(e => e.Value), spoil));

        void Fill(int key)
        {
            state.CurrentKey = key;
            list.Update([1, 2, 3]);
            map.Put(1, 1);
            map.Put(2, 2);
        }

        void AssertSpoiled(Func<IEnumerable<long>> read, Action spoil)
        {
            Fill(1);
            var elements = read();
            using var reader = elements.GetEnumerator();
            Assert.True(reader.MoveNext());
            spoil();
            var message = Assert.Throws<InvalidOperationException>(() => reader.MoveNext()).Message;
            Assert.Contains(Opened.Operator, message, StringComparison.Ordinal);
            Assert.Throws<InvalidOperationException>(() => elements.Count());
        }
    }

    [Fact]
    public void Elements_can_be_read_again_and_inside_of_each_other()
    {
        using var state = Backend.Keyed<int>();
        var list = state.GetListState(new ListStateDescriptor<int>("list"));
        state.CurrentKey = 1;
        list.Update([1, 2, 3]);
        var elements = list.Get();
        Assert.Equal([11, 21, 31, 12, 22, 32, 13, 23, 33], elements.SelectMany(a => elements.Select(b => a + (b * 10))));
        Assert.Equal([1, 2, 3], elements);
    }

    [Fact]
    public void What_is_handed_out_is_no_collection_that_could_be_changed()
    {
        using var state = Backend.Keyed<int>();
        state.CurrentKey = 1;
        var list = state.GetListState(new ListStateDescriptor<int>("list"));
        var map = state.GetMapState(new MapStateDescriptor<int, int>("map"));
        list.Add(1);
        map.Put(1, 1);
        var store = state.Scope.OperatorState(Opened.Uid);
        var operatorList = store.GetListState(new ListStateDescriptor<int>("of the subtask"));
        operatorList.Add(1);
        Assert.All([list.Get(), list.Peek(), operatorList.Get(), map.Keys(), map.Values()], elements => Assert.False(elements is ICollection<int>));
        Assert.All([map.Entries(), map.PeekEntries()], entries => Assert.False(entries is ICollection<KeyValuePair<int, int>>));
    }

    [Fact]
    public void Operator_state_cannot_be_read_on_after_a_change()
    {
        using var scope = Backend.Scope();
        var store = scope.OperatorState(Opened.Uid);
        var list = store.GetListState(new ListStateDescriptor<int>("list"));
        list.Update([1, 2]);
        var rules = store.GetBroadcastState(new MapStateDescriptor<int, int>("rules"));
        rules.Put(1, 1);
        rules.Put(2, 2);
        Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (var element in list.Get()) list.Add(element);
        });
        Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (var element in list.Get()) list.AddAll([element]);
        });
        Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (var (key, _) in rules.Entries()) rules.PutAll([new(key + 10, 1)]);
        });
        Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (var (key, _) in rules.Entries()) rules.Put(key + 10, 1);
        });
    }

    private static void AssertNoKey(Action touch)
    {
        var message = Assert.Throws<InvalidOperationException>(touch).Message;
        Assert.Contains(Opened.Operator, message, StringComparison.Ordinal);
        Assert.Contains("no key is at hand", message, StringComparison.Ordinal);
    }
}
