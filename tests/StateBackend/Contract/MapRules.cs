using FlowActors.State;

namespace FlowActors.StateBackend.Tests.Contract;

/// <summary>Maps that are made from themselves, or from what fails half-way; and what null means as a value.</summary>
public abstract class MapRules(IStateBackend backend) : ContractTests(backend)
{
    [Fact]
    public void A_map_may_be_extended_by_what_is_made_from_itself()
    {
        using var state = Backend.Keyed<int>();
        var map = state.GetMapState(new MapStateDescriptor<int, int>("map"));
        state.CurrentKey = 1;
        map.PutAll(new Dictionary<int, int> { [1] = 10, [2] = 20 });
        map.PutAll(map.Keys().Select(key => KeyValuePair.Create(key + 2, -key)));
        map.PutAll([]);
        Assert.Equal([1, 2, 3, 4], map.Keys().Order());
        Assert.Equal([-2, -1, 10, 20], map.Values().Order());
    }

    [Fact]
    public void The_keys_of_entries_that_come_together_are_normalized_and_the_later_of_one_counts()
    {
        using var state = Backend.Keyed<int>();
        var map = state.GetMapState(new MapStateDescriptor<decimal, string>("map"));
        state.CurrentKey = 1;
        map.PutAll([new(1.0m, "one"), new(2m, "two"), new(1.00m, "uno")]);
        Assert.Equal([(1m, "uno"), (2m, "two")], map.Entries().Select(e => (e.Key, e.Value)).Order());
    }

    [Fact]
    public void Entries_that_fail_half_way_change_nothing()
    {
        using var state = Backend.Keyed<int>();
        var map = state.GetMapState(new MapStateDescriptor<string, int>("map"));
        state.CurrentKey = 1;
        map.Put("a", 1);
        Assert.Throws<FormatException>(() => map.PutAll(Failing()));
        Assert.Throws<ArgumentNullException>(() => map.PutAll([new("b", 2), new(null!, 3)]));
        Assert.Throws<ArgumentNullException>(() => map.PutAll(null!));
        Assert.Equal(["a"], map.Keys());
    }

    [Fact]
    public void Keys_and_values_can_be_read_again_and_inside_of_each_other()
    {
        using var state = Backend.Keyed<int>();
        var map = state.GetMapState(new MapStateDescriptor<int, int>("map"));
        state.CurrentKey = 1;
        map.PutAll([new(1, 10), new(2, 20)]);
        var (keys, values) = (map.Keys(), map.Values());
        Assert.Equal([11, 12, 21, 22], keys.SelectMany(_ => keys.SelectMany(k => values.Select(v => k + v))).Distinct().Order());
        Assert.Equal(keys.Order(), [1, 2]);
    }

    // Flink's rules.
    [Fact]
    public void Null_removes_a_value_and_is_kept_in_a_map()
    {
        using var state = Backend.Keyed<int>();
        var text = state.GetState(new ValueStateDescriptor<string>("text"));
        var number = state.GetState(new ValueStateDescriptor<int?>("number"));
        var map = state.GetMapState(new MapStateDescriptor<int, string?>("map"));
        state.CurrentKey = 1;
        text.Update("a");
        number.Update(1);
        text.Update(null!);
        number.Update(null);
        map.Put(1, null);
        map.PutAll([new(2, null)]);
        Assert.False(text.TryGet(out _));
        Assert.False(number.TryGet(out _));
        Assert.True(map.TryGet(1, out var entry));
        Assert.Null(entry);
        Assert.Equal([null, null], map.Values());
        Assert.Equal([0L, 0L], state.Scope.States.Where(s => s.Name != "map").Select(s => s.Elements));
    }

    private static IEnumerable<KeyValuePair<string, int>> Failing()
    {
        yield return new("b", 7);
        throw new FormatException();
    }
}
