using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.State.Tables;
using FlowActors.StateBackend.Tests.Snapshots;

namespace FlowActors.StateBackend.Tests.Contract;

/// <summary>Scans by prefix and range of keys, of keys that are likely to be mixed up.</summary>
public abstract class ScansOfKeys(IStateBackend backend) : ContractTests(backend)
{
    private const int MaxParallelism = 2;

    [Fact]
    public void Numbers_by_their_value() => CheckOrdered<int>([int.MinValue, -70_000, -256, -255, -1, 0, 1, 255, 256, 70_000, int.MaxValue]);

    [Fact]
    public void Numbers_whose_bytes_are_all_ones() => CheckOrdered<ulong>([0, 1, 255, 256, ulong.MaxValue - 255, ulong.MaxValue - 1, ulong.MaxValue]);

    [Fact]
    public void Numbers_that_share_a_hash() => CheckOrdered<long>([.. Enumerable.Range(0, 12).Select(i => ((long)i << 32) | (uint)i)]);

    [Fact]
    public void Fractions_with_one_zero_and_one_nan() =>
        CheckOrdered<double>([double.NaN, double.NegativeInfinity, -1.5, -double.Epsilon, 0.0, double.Epsilon, 1.5, double.PositiveInfinity]);

    [Fact]
    public void Texts_by_their_characters() => CheckOrdered<string>(["", "\0", "\0\0", "\u0001", "a", "a\0", "a\0b", "a\u0001", "ab", "b", "\u00ff", "\u00ff\u00ff", "\uffff", "\ud83d\ude00"]);

    [Fact]
    public void Tuples_by_their_members() => CheckOrdered<(string, int)>([("", -1), ("", 0), ("a", int.MinValue), ("a", -1), ("a", 256), ("a\0", 0), ("ab", int.MaxValue), ("b", 0)]);

    [Fact]
    public void What_texts_begin_with()
    {
        string[] keys = ["", "a", "a\0", "a\0b", "ab", "abc", "b", "\u00ff", "\u00ff\u00ff", "\ud83d\ude00", "\ud83d\ude00x"];
        using var state = Fill(keys);
        foreach (var prefix in keys.Append("c"))
        {
            var range = KeyRange.All.BeginsWith(KeyBytes.OfTextsFrom(state.KeySerializer, prefix));
            AssertScanned(state, keys, range, key => key.StartsWith(prefix, StringComparison.Ordinal));
            AssertScanned(
                state, keys, range.Behind(KeyBytes.Of(state.KeySerializer, "ab")), key => key.StartsWith(prefix, StringComparison.Ordinal) && Ordered(key, "ab") > 0);
        }
    }

    [Fact]
    public void Tuples_by_what_they_begin_with()
    {
        (string, int)[] keys = [("", 1), ("a", -1), ("a", 1), ("a\0", 0), ("ab", 0), ("ab", 1), ("b", 0)];
        using var state = Fill(keys);
        foreach (var (text, number) in keys)
        {
            var whole = KeyBytes.Of(state.KeySerializer, (text, number));
            AssertScanned(state, keys, KeyRange.All.BeginsWith(whole), key => key == (text, number));
            AssertScanned(state, keys, KeyRange.All.BeginsWith(whole.AsSpan(..^sizeof(int))), key => key.Item1 == text);
            AssertScanned(state, keys, KeyRange.All.BeginsWith(whole.AsSpan(..^(sizeof(int) + 1))), key => key.Item1.StartsWith(text, StringComparison.Ordinal));
            AssertScanned(state, keys, KeyRange.All.Behind(whole.AsSpan(..^sizeof(int))), key => Ordered(key.Item1, text) > 0);
        }
    }

    [Fact]
    public void A_range_that_holds_no_key_gives_nothing()
    {
        using var state = Fill([1, 2, 3, 200]);
        byte[] Bytes(int key) => KeyBytes.Of(state.KeySerializer, key);
        AssertScanned(state, [1, 2, 3, 200], KeyRange.All.From(Bytes(4)).Before(Bytes(200)), _ => false);
        AssertScanned(state, [1, 2, 3, 200], KeyRange.All.From(Bytes(3)).Before(Bytes(2)), _ => false);
        AssertScanned(state, [1, 2, 3, 200], KeyRange.All.From(Bytes(3)).Before(Bytes(3)), _ => false);
        AssertScanned(state, [1, 2, 3, 200], KeyRange.All.Behind([]), _ => false);
        AssertScanned(state, [1, 2, 3, 200], KeyRange.All.Behind(Bytes(200)), _ => false);
    }

    [Fact]
    public void What_is_no_keyed_state_or_no_key_group_is_refused()
    {
        using var state = Fill([1]);
        state.Scope.OperatorState(Opened.Uid).GetListState(new ListStateDescriptor<int>("unkeyed"));
        Assert.Contains("has no keyed state 'none'", Refused("none", 0).Message, StringComparison.Ordinal);
        Assert.Contains("has no keyed state 'unkeyed'", Refused("unkeyed", 0).Message, StringComparison.Ordinal);
        Assert.All(States, name => Assert.IsType<ArgumentOutOfRangeException>(Refused(name, MaxParallelism)));

        ArgumentException Refused(string name, int group) =>
            Assert.ThrowsAny<ArgumentException>(() => ScannedElement.Of(state.Scope, name, group, KeyRange.All.BeginsWith([1])));
    }

    private static string[] States => ["value", "list", "map", "timers"];

    private static int Ordered(string a, string b) => KeyBytes.Of(SerializerRegistry.Default.GetKey<string>(), a).AsSpan()
        .SequenceCompareTo(KeyBytes.Of(SerializerRegistry.Default.GetKey<string>(), b));

    /// <summary>Each pair of keys, which come in the order that their type has, is the two ends of a range.</summary>
    private void CheckOrdered<TKey>(TKey[] keys)
    {
        using var state = Fill(keys);
        for (var a = 0; a < keys.Length; a++)
        {
            var first = KeyBytes.Of(state.KeySerializer, keys[a]);
            AssertNumbers(state, keys, KeyRange.All.From(first), i => i >= a);
            AssertNumbers(state, keys, KeyRange.All.Behind(first), i => i > a);
            for (var b = 0; b < keys.Length; b++)
            {
                var last = KeyBytes.Of(state.KeySerializer, keys[b]);
                AssertNumbers(state, keys, KeyRange.All.From(first).UpTo(last), i => i >= a && i <= b);
                AssertNumbers(state, keys, KeyRange.All.Behind(first).Before(last), i => i > a && i < b);
            }
        }
    }

    // A value, two list elements and three map entries for each key, by its number; timers in the opposite order.
    private OpenedKeys<TKey> Fill<TKey>(TKey[] keys)
    {
        var state = Backend.Keyed<TKey>(MaxParallelism);
        foreach (var (i, key) in keys.Index().Reverse())
        {
            state.CurrentKey = key;
            state.GetState(new ValueStateDescriptor<int>("value")).Update(i);
            state.GetListState(new ListStateDescriptor<int>("list")).AddAll([i, -i]);
            foreach (var mapKey in new[] { 5, -5, 300 }) state.GetMapState(new MapStateDescriptor<int, int>("map")).Put(mapKey, i);
            state.GetTimers<VoidNamespace>("timers").Add(default, keys.Length - i);
            Backend.Disturb();
        }

        return state;
    }

    private void AssertScanned<TKey>(OpenedKeys<TKey> state, TKey[] keys, KeyRange range, Func<TKey, bool> holds) =>
        AssertNumbers(state, keys, range, i => holds(keys[i]));

    private void AssertNumbers<TKey>(OpenedKeys<TKey> state, TKey[] keys, KeyRange range, Func<int, bool> holds)
    {
        Backend.Disturb();
        for (var group = 0; group < MaxParallelism; group++)
        {
            var expected = Enumerable.Range(0, keys.Length).Where(holds).Where(i => KeyGroups.Assign(state.KeySerializer.StableHash(keys[i]), MaxParallelism) == group).ToList();
            Assert.Equal(expected.Select(i => Element(i, i)), Scan("value"));
            Assert.Equal(expected.SelectMany(i => new[] { Element(i, i), Element(i, -i) }), Scan("list"));
            Assert.Equal(expected.SelectMany(i => new[] { Entry(i, -5), Entry(i, 5), Entry(i, 300) }), Scan("map"));
            Assert.Equal(expected.AsEnumerable().Reverse().Select(i => Bytes(i) + SnapshotFiles.Bytes((long)(keys.Length - i))), Scan("timers"));
            foreach (var name in States.SkipLast(1))
                Assert.Equal(ScannedElement.Of(state.Scope, name, group, range), ScannedElement.InPages(state.Scope, name, group, range, name == "list" ? 2 : 1));

            IEnumerable<string> Scan(string name) => ScannedElement.Of(state.Scope, name, group, range).Select(e => e.Key + e.MapKey + e.Value);
            string Bytes(int i) => Convert.ToHexString(KeyBytes.Of(state.KeySerializer, keys[i]));
            string Element(int i, int value) => Bytes(i) + SnapshotFiles.Bytes(value);
            string Entry(int i, int mapKey) => Bytes(i) + SnapshotFiles.KeyBytes(mapKey) + SnapshotFiles.Bytes(i);
        }
    }
}
