using FlowActors.State;

namespace FlowActors.StateBackend.Tests.Contract;

/// <summary>What is refused, and what the refusal says.</summary>
public abstract class Misuse(IStateBackend backend) : ContractTests(backend)
{
    [Fact]
    public void A_name_gives_the_same_state_again()
    {
        using var state = Backend.Keyed<int>();
        state.CurrentKey = 1;
        state.GetState(new ValueStateDescriptor<long>("n")).Update(5);
        Assert.Equal(5, state.GetState(new ValueStateDescriptor<long>("n")).Value());
        state.Table<int, long>("table").GetOrAdd(1, out _) = 6;
        Assert.True(state.Table<int, long>("table").TryGet(1, out var value));
        Assert.Equal(6, value);
    }

    [Fact]
    public void What_the_operator_itself_addresses_as_a_table_is_no_state_of_user_code()
    {
        using var state = Backend.Keyed<int>();
        state.Table<int, long>("n");
        AssertSays(() => state.GetState(new ValueStateDescriptor<long>("n")), "n", Opened.Operator, "of the operator's own");
    }

    [Fact]
    public void A_name_of_another_kind_or_type_is_refused_with_both_types()
    {
        using var state = Backend.Keyed<int>();
        state.GetState(new ValueStateDescriptor<long>("n"));
        AssertSays(() => state.GetState(new ValueStateDescriptor<string>("n")), "n", Opened.Operator, "Int64", "String");
        AssertSays(() => state.GetListState(new ListStateDescriptor<long>("n")), "n", Opened.Operator, "value", "list");
        AssertSays(() => state.GetReducingState(new ReducingStateDescriptor<long>("n", (a, b) => a + b)), "reducing");
        AssertSays(() => state.GetMapState(new MapStateDescriptor<int, long>("n")), "map", "Int32");
        AssertSays(() => state.Table<int, int>("n"), "Int64", "Int32");
    }

    [Fact]
    public void A_null_key_is_refused_with_operator_and_state()
    {
        using var state = Backend.Keyed<string>();
        var table = state.Table<string, int>("counts");
        AssertNullKey(() => table.GetOrAdd(null!, out _), "counts");
        AssertNullKey(() => table.TryGet(null!, out _), "counts");
        AssertNullKey(() => table.Remove(null!), "counts");
        AssertNullKey(() => state.CurrentKey = null!, Opened.Operator);
        Assert.Equal(0, table.Count);
    }

    [Fact]
    public void A_null_key_of_a_map_is_refused_with_operator_and_state()
    {
        using var state = Backend.Keyed<int>();
        var map = state.GetMapState(new MapStateDescriptor<string, int>("by-name"));
        state.CurrentKey = 1;
        AssertNullKey(() => map.Put(null!, 1), "by-name");
        AssertNullKey(() => map.PutAll([new("a", 1), new(null!, 1)]), "by-name");
        AssertNullKey(() => map.TryGet(null!, out _), "by-name");
        AssertNullKey(() => map.Contains(null!), "by-name");
        AssertNullKey(() => map.Remove(null!), "by-name");
        Assert.True(map.IsEmpty);
    }

    [Fact]
    public void State_without_a_key_at_hand_is_refused()
    {
        using var state = Backend.Keyed<int>();
        var value = state.GetState(new ValueStateDescriptor<long>("n"));
        AssertSays(() => value.Update(1), Opened.Operator, "no key");
        AssertSays(() => state.CurrentKey, "no key");
    }

    [Fact]
    public void A_key_that_another_subtask_owns_is_refused()
    {
        using var state = Backend.Keyed<int>(groups: new KeyGroupRange(0, 63));
        var table = state.Table<int, int>("counts");
        var foreign = Enumerable.Range(0, 100).First(key => KeyGroups.Assign(key, 128) > 63);
        var owned = Enumerable.Range(0, 100).First(key => KeyGroups.Assign(key, 128) <= 63);
        AssertSays(() => table.GetOrAdd(foreign, out _), "counts", Opened.Operator, "[0, 63]");
        Assert.False(table.TryGet(foreign, out _));
        table.GetOrAdd(owned, out _) = 1;
        Assert.Equal(1, table.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => table.Entries(64));
    }

    [Fact]
    public void A_key_that_comes_with_the_hash_of_another_is_refused_before_anything_is_kept()
    {
        using var state = Backend.Keyed<string>();
        var table = state.Table<string, int>("counts");
        var hash = state.KeySerializer.StableHash("sent");
        table.GetOrAdd("sent", hash, out _) = 1;
        AssertSays(() => table.GetOrAdd("found", hash, out _), "counts", Opened.Operator, "must give the same key each time");
        Assert.False(table.TryGet("found", out _));
        Assert.Equal(1, table.Count);
        var value = state.GetState(new ValueStateDescriptor<int>("values"));
        state.Key.Set("sent", hash);
        value.Update(1);
        Assert.Equal(("sent", 1), (state.CurrentKey, value.Value()));
        state.Key.Set("found", hash);
        AssertSays(() => value.Update(2), "values", Opened.Operator, "must give the same key each time");
        Assert.False(value.TryGet(out _));
    }

    [Fact]
    public void A_key_with_several_spellings_comes_with_the_hash_of_any_of_them()
    {
        using var state = Backend.Keyed<(decimal, string)>();
        var table = state.Table<(decimal, string), int>("counts");
        var hash = state.KeySerializer.StableHash(state.KeySerializer.Normalize((1.0m, "a")));
        table.GetOrAdd((1.00m, "a"), hash, out _) = 1;
        Assert.Equal(1, table.GetOrAdd((1m, "a"), hash, out _));
        var value = state.GetState(new ValueStateDescriptor<int>("value"));
        state.Key.Set((1.00m, "a"), hash);
        value.Update(2);
        state.Key.Set((1m, "a"), hash);
        Assert.Equal(2, value.Value());
    }

    [Fact]
    public void What_is_refused_of_a_key_does_not_show_the_key()
    {
        using var state = Backend.Keyed<string>(groups: new KeyGroupRange(0, 0));
        var table = state.Table<string, int>("counts");
        var refused = Assert.Throws<InvalidOperationException>(() => table.GetOrAdd("my secret", out _));
        Assert.DoesNotContain("my secret", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_that_cannot_be_stored_is_refused()
    {
        using var state = Backend.Keyed<int>();
        Assert.Throws<Serialization.UnserializableTypeException>(() => state.GetState(new ValueStateDescriptor<Action>("n")));
        Assert.Throws<Serialization.InvalidKeyTypeException>(() => Backend.Keyed<int[]>());
        Assert.Throws<Serialization.InvalidKeyTypeException>(() => state.GetMapState(new MapStateDescriptor<int[], int>("m")));
    }

    private static void AssertNullKey(Action act, string expected) =>
        Assert.Contains(expected, Assert.Throws<ArgumentNullException>(act).Message, StringComparison.Ordinal);

    private static void AssertSays(Func<object?> act, params string[] parts)
    {
        var message = Assert.Throws<InvalidOperationException>(act).Message;
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    private static void AssertSays(Action act, params string[] parts) => AssertSays(
        () =>
        {
            act();
            return null;
        },
        parts);
}
