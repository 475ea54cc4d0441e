using FlowActors.Serialization;
using FlowActors.State;

namespace FlowActors.StateBackend.Tests.Contract;

/// <summary>Keys of all kinds: two are equal when their bytes are.</summary>
public abstract class KeyKinds(IStateBackend backend) : ContractTests(backend)
{
    private enum Colour : byte
    {
        Red,
        Green = 200,
    }

    private sealed record Person(string Name, int Age);

    // Its own equality says less than its bytes.
    private readonly record struct Loose(int Id, int Detail)
    {
        public bool Equals(Loose other) => Id == other.Id;

        public override int GetHashCode() => Id;
    }

    [Fact]
    public void Numbers() => AllDiffer(0, 1, -1, int.MinValue, int.MaxValue);

    [Fact]
    public void Longs_that_share_a_hash() => AllDiffer(0L, (1L << 32) | 1, (2L << 32) | 2, -1L, long.MinValue, long.MaxValue);

    [Fact]
    public void Texts_with_surrogates_and_zeros() =>
        AllDiffer("", "\0", "\0\0", "a", "a\0", "a\0b", "A", "\u00e4", "a\u0308", "\ud83d\ude00", "\ud83d", "\ude00", "\uffff", new string('x', 10_000));

    [Fact]
    public void Guids() => AllDiffer(Guid.Empty, new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12));

    [Fact]
    public void Enums() => AllDiffer(Colour.Red, Colour.Green, (Colour)7);

    [Fact]
    public void Tuples() => AllDiffer(("a", 1), ("a", 2), ("b", 1), ("", 0));

    [Fact]
    public void Records() => AllDiffer(new Person("Ann", 30), new Person("Ann", 31), new Person("Bob", 30));

    [Fact]
    public void A_type_whose_own_equality_may_say_other_than_its_bytes_is_no_key_of_a_state_or_a_map()
    {
        Assert.Throws<InvalidKeyTypeException>(() => Backend.Keyed<Loose>());
        using var state = Backend.Keyed<int>();
        Assert.Throws<InvalidKeyTypeException>(() => state.GetMapState(new MapStateDescriptor<Loose, int>("map")));
        Assert.Throws<InvalidKeyTypeException>(() => state.GetMapState(new MapStateDescriptor<(int, Loose), int>("map")));
        Assert.Throws<InvalidKeyTypeException>(() => Backend.Scope().OperatorState(Opened.Uid).GetBroadcastState(new MapStateDescriptor<Loose, int>("map")));
    }

    [Fact]
    public void Doubles_differ_by_value_but_not_by_sign_of_zero_or_kind_of_nan()
    {
        AllDiffer(0.0, 1.0, -1.0, double.Epsilon, double.PositiveInfinity, double.NegativeInfinity, double.NaN);
        AreOne(0.0, -0.0);
        AreOne(double.NaN, BitConverter.Int64BitsToDouble(0x7FF8_0000_0000_0001), -double.NaN);
    }

    [Fact]
    public void Doubles_in_tuples_follow_the_same_rule() => AreOne((1, 0.0), (1, -0.0));

    [Fact]
    public void Decimals_differ_by_value_but_not_by_scale()
    {
        AllDiffer(0m, 1m, -1m, 0.1m, 10m, decimal.MaxValue, decimal.MinValue);
        AreOne(1m, 1.0m, 1.0000m);
    }

    [Fact]
    public void Equal_texts_and_records_that_are_other_objects_are_one()
    {
        AreOne("key", new string("key".AsSpan()));
        AreOne(new Person("Ann", 30), new Person("Ann", 30));
    }

    private void AllDiffer<TKey>(params TKey[] keys)
    {
        using var state = Backend.Keyed<TKey>();
        var table = state.Table<TKey, int>();
        for (var i = 0; i < keys.Length; i++)
        {
            table.GetOrAdd(keys[i], out var exists) = i;
            Assert.False(exists, $"key {i} met another");
        }

        for (var i = 0; i < keys.Length; i++)
        {
            Assert.True(table.TryGet(keys[i], out var value));
            Assert.Equal(i, value);
        }

        Assert.Equal(keys.Length, Enumerable.Range(0, 128).Sum(group => table.Entries(group).Count()));
        Assert.All(keys, key => Assert.True(table.Remove(key)));
        Assert.Equal(0, table.Count);
    }

    private void AreOne<TKey>(params TKey[] keys)
        where TKey : notnull
    {
        using var state = Backend.Keyed<TKey>();
        var table = state.Table<TKey, int>();
        var map = state.GetMapState(new MapStateDescriptor<TKey, int>("map"));
        foreach (var key in keys)
        {
            table.GetOrAdd(key, out _)++;
            state.CurrentKey = key;
            map.Put(key, 1);
            Assert.All(keys, other => Assert.True(map.Contains(other)));
        }

        Assert.Equal(1, table.Count);
        Assert.Equal(keys.Length, table.GetOrAdd(keys[0], out _));
        Assert.Single(map.Entries());
    }
}
