using CsCheck;
using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.StateBackend.Tests.Model;

namespace FlowActors.StateBackend.Tests.Contract;

/// <summary>A table under generated calls, against a dictionary; read back by key group.</summary>
public abstract class TableAgainstModel(IStateBackend backend) : ContractTests(backend)
{
    private static readonly Gen<long> Stride = Gen.OneOf(1L, 8, 1_000, 6_765, 1L << 32, (1L << 32) + 1, -987_654_321_987);

    private static readonly Gen<(long Key, bool Remove)[]> Calls =
        from keys in Gen.OneOf(5, 100, 3_000)
        from stride in Stride
        from removals in Gen.OneOf(0, 3, 9)
        from calls in Gen.Select(Gen.Long[0, keys], Gen.Int[0, 9]).Array[0, 6_000]
        select calls.Select(c => (c.Item1 * stride, c.Item2 < removals)).ToArray();

    [Fact]
    public void Long_keys_come_and_go_as_in_a_dictionary() => Seeded.Check(Calls, calls => Compare(calls, key => key), 150);

    [Fact]
    public void Text_keys_come_and_go_as_in_a_dictionary() => Seeded.Check(Calls, calls => Compare(calls, key => $"key {key}"), 50);

    private void Compare<TKey>((long Key, bool Remove)[] calls, Func<long, TKey> keyOf)
        where TKey : notnull
    {
        using var state = Backend.Keyed<TKey>();
        var table = state.Table<TKey, long>();
        var model = new Dictionary<TKey, long>();
        foreach (var (number, remove) in calls)
        {
            if (number % 16 == 0) Backend.Disturb();
            var key = keyOf(number);
            if (remove)
            {
                Assert.Equal(model.Remove(key), table.Remove(key));
                continue;
            }

            table.GetOrAdd(key, out var exists)++;
            Assert.Equal(model.ContainsKey(key), exists);
            model[key] = model.GetValueOrDefault(key) + 1;
        }

        Assert.Equal(model.Count, table.Count);
        foreach (var (number, _) in calls)
        {
            var key = keyOf(number);
            Assert.Equal(model.TryGetValue(key, out var expected), table.TryGet(key, out var value));
            Assert.Equal(expected, value);
        }

        AssertGroups(state, table, model);
    }

    private static void AssertGroups<TKey>(OpenedKeys<TKey> state, StateTable<TKey, long> table, Dictionary<TKey, long> model)
        where TKey : notnull
    {
        var left = new Dictionary<TKey, long>(model);
        for (var group = 0; group < 128; group++)
        {
            foreach (var (key, value) in table.Entries(group))
            {
                Assert.Equal(group, KeyGroups.Assign(state.KeySerializer.StableHash(key), 128));
                Assert.True(left.Remove(key, out var expected), $"key {key} of group {group} came twice or from nowhere");
                Assert.Equal(expected, value);
            }
        }

        Assert.Empty(left);
    }
}
