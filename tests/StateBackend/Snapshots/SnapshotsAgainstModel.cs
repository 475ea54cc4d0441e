using CsCheck;
using FlowActors.State;
using FlowActors.State.Memory;
using FlowActors.State.Snapshots.Files;
using FlowActors.StateBackend.Tests.Contract;

namespace FlowActors.StateBackend.Tests.Snapshots;

/// <summary>
/// States under generated calls, beside plain collections, are exported into a file of small or large blocks; what is read of it, all of it, by
/// key, by range or by prefix, is what the collections hold.
/// </summary>
public sealed class SnapshotsAgainstModel
{
    private static readonly Gen<(int Keys, int BlockBytes, (int Key, Verb Verb, int Argument)[] Calls)> Scripts =
        from keys in Gen.OneOf(2, 30, 500)
        from blockBytes in Gen.OneOf(1, 60, 1_000, SnapshotFormat.BlockBytesTarget)
        from calls in Gen.Select(Gen.Int[0, keys - 1], Gen.Enum<Verb>(), Gen.Int[0, 400]).Array[0, 1_500]
        select (keys, blockBytes, calls);

    [Fact]
    public void Keys_of_numbers() => Check(i => (i - 20) * 7_919L * ((i % 3 * 1_000_000) + 1), _ => true, "");

    // Keys that begin with others, and with the bytes that end a text or stand for such.
    [Fact]
    public void Keys_of_texts() => Check(
        i => i % 4 == 0 ? new string('a', i / 4 % 40) + (char)(i % 3) : $"k{i}", key => key.StartsWith("k1", StringComparison.Ordinal), "6B31");

    [Fact]
    public void Keys_of_tuples() => Check(i => (i % 5, $"{i / 5}"), key => key.Item1 == 3, "80000003");

    private static void Check<TKey>(Func<int, TKey> keyOf, Func<TKey, bool> hasPrefix, string prefix)
        where TKey : notnull => Seeded.Check(
        Scripts,
        script =>
        {
            using var states = new ModelledStates<TKey>(new MemoryStateBackend());
            foreach (var (key, verb, argument) in script.Calls) states.Apply(keyOf(key), verb, argument);
            using var file = SnapshotFiles.Open(SnapshotFiles.Written(states.Scope.Export, script.BlockBytes));
            foreach (var (number, header) in file.States)
            {
                var expected = states.ElementsOf(number, header.Name);
                AssertAll(file, number, expected);
                if (header.Kind == StateKind.Timers) continue;
                for (var i = 0; i <= script.Keys; i += 1 + (script.Keys / 50)) AssertKey(file, number, states.GroupOf(keyOf(i)), SnapshotFiles.KeyBytes(keyOf(i)), expected);
                for (var i = 0; i < 5; i++)
                    AssertRange(file, number, SnapshotFiles.KeyBytes(keyOf(i * script.Keys / 7)), SnapshotFiles.KeyBytes(keyOf((i * i) + 1)), expected);
                var begun = script.Calls.Select(c => keyOf(c.Key)).Where(hasPrefix).Select(SnapshotFiles.KeyBytes).ToHashSet();
                Assert.Equal(InOrder(expected.Where(e => begun.Contains(e.Key))), Merged(file, number, SortKeyRange.Prefix(Convert.FromHexString(prefix))));
            }
        },
        30);

    private static void AssertAll(SnapshotFileReader file, int state, IReadOnlyList<Element> expected)
    {
        Assert.Equal(expected, file.KeyGroups.Order().SelectMany(g => SnapshotFiles.Rest(file.Read(g)).Where(e => e.State == state)));
        Assert.Equal(expected, file.KeyGroups.Order().SelectMany(g => SnapshotFiles.Rest(file.Read(g, state, SortKeyRange.All))));
        Assert.Equal(expected.Count, file.KeyGroups.Sum(g => file.CountOf(state, g)));
    }

    private static void AssertKey(SnapshotFileReader file, int state, int group, string key, IReadOnlyList<Element> expected) => Assert.Equal(
        expected.Where(e => e.Key == key),
        SnapshotFiles.Rest(file.Read(group, state, SortKeyRange.Prefix(Convert.FromHexString(key)))));

    private static void AssertRange(SnapshotFileReader file, int state, string from, string to, IReadOnlyList<Element> expected)
    {
        var (low, high) = (Convert.FromHexString(from), Convert.FromHexString(to));
        Assert.Equal(
            InOrder(expected.Where(e => string.CompareOrdinal(e.Key, from) >= 0 && string.CompareOrdinal(e.Key, to) < 0)),
            Merged(file, state, new SortKeyRange(low, high)));
        Assert.Equal(InOrder(expected.Where(e => string.CompareOrdinal(e.Key, from) > 0)), Merged(file, state, SortKeyRange.After(low)));
    }

    // By key; of one key as they are.
    private static IEnumerable<Element> InOrder(IEnumerable<Element> elements) => elements.OrderBy(e => e.Key, StringComparer.Ordinal);

    private static List<Element> Merged(SnapshotFileReader file, int state, SortKeyRange range)
    {
        var merge = new SnapshotMerge([.. file.KeyGroups.Select(group => file.Read(group, state, range))]);
        var elements = new List<Element>();
        while (merge.MoveNext()) elements.Add(Element.Of(merge.Current.State, merge.Current.Current));
        return elements;
    }
}
