using FlowActors.State;

namespace FlowActors.StateBackend.Tests.Contract;

/// <summary>The keys of a state can be listed, group by group.</summary>
public abstract class KeysOfStates(IStateBackend backend) : ContractTests(backend)
{
    [Fact]
    public void Each_key_that_has_something_is_there_once()
    {
        using var state = Backend.Keyed<string>();
        var list = state.GetListState(new ListStateDescriptor<int>("list"));
        var map = state.GetMapState(new MapStateDescriptor<int, int>("map"));
        foreach (var key in Words)
        {
            state.CurrentKey = key;
            list.Update([1, 2, 3]);
            map.Put(1, 1);
            map.Put(2, 2);
        }

        map.Clear();
        Assert.Equal(Words.Order(StringComparer.Ordinal), All(state, "list").Order(StringComparer.Ordinal));
        Assert.Equal(Words.SkipLast(1).Order(StringComparer.Ordinal), All(state, "map").Order(StringComparer.Ordinal));
        for (var group = state.KeyGroups.Start; group <= state.KeyGroups.End; group++)
            Assert.All(state.KeysOf("list", group), key => Assert.Equal(group, KeyGroups.Assign(state.KeySerializer.StableHash(key), 128)));
    }

    [Fact]
    public void The_keys_are_a_copy()
    {
        using var state = Backend.Keyed<int>(maxParallelism: 1);
        var value = state.GetState(new ValueStateDescriptor<int>("value"));
        for (var key = 0; key < 100; key++)
        {
            state.CurrentKey = key;
            value.Update(key);
        }

        foreach (var key in state.KeysOf("value", 0))
        {
            state.CurrentKey = key;
            value.Clear();
            state.CurrentKey = key + 1_000;
            value.Update(key);
        }

        Assert.Equal(Enumerable.Range(1_000, 100), state.KeysOf("value", 0).Order());
    }

    [Fact]
    public void A_state_that_is_not_there_or_has_no_keys_is_refused()
    {
        using var state = Backend.Keyed<int>();
        state.Scope.OperatorState(Opened.Uid).GetListState(new ListStateDescriptor<int>("unkeyed"));
        Assert.Contains("has no keyed state 'none'", Assert.Throws<ArgumentException>(() => state.KeysOf("none", 0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => state.KeysOf("unkeyed", 0));
    }

    private static string[] Words => [.. Enumerable.Range(0, 300).Select(i => $"key {i}")];

    private static IEnumerable<string> All(OpenedKeys<string> state, string name) =>
        Enumerable.Range(state.KeyGroups.Start, state.KeyGroups.Count).SelectMany(group => state.KeysOf(name, group));
}
