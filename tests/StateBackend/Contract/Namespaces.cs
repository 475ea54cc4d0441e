using CsCheck;
using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.State.Tables;
using FlowActors.StateBackend.Tests.Snapshots;

namespace FlowActors.StateBackend.Tests.Contract;

/// <summary>Tables by key and namespace, as windows will use them, against a dictionary.</summary>
public abstract class Namespaces
{
    private const int MaxParallelism = 8;

    private static readonly KeySerializer<long> s_windows = SerializerRegistry.Default.GetKey<long>();

    private static readonly Gen<(string Key, long Window, int Verb)[]> Calls =
        from keys in Gen.OneOf(2, 50)
        from windows in Gen.OneOf(1, 3, 400)
        from calls in Gen.Select(Gen.Int[0, keys], Gen.Int[0, windows], Gen.Int[0, 9]).Array[0, 3_000]
        select calls.Select(c => ($"key {c.Item1}", c.Item2 * 60_000L, c.Item3)).ToArray();

    private readonly Func<ITableStore> _open;
    private readonly Action _forget;

    /// <param name="open">Opens the tables.</param>
    /// <param name="forget">Makes them forget what lies in memory, where they may.</param>
    private protected Namespaces(Func<ITableStore> open, Action? forget = null) => (_open, _forget) = (open, forget ?? (() => { }));

    [Fact]
    public void Windows_of_a_key_are_kept_apart_and_read_in_the_order_of_key_and_window() => Seeded.Check(Calls, calls =>
    {
        using var store = _open();
        var keys = new KeyRules<string>("windows", SerializerRegistry.Default.GetKey<string>(), new KeyGroupRange(0, MaxParallelism - 1), MaxParallelism);
        TableSettings<string, long> Settings(StateKind kind, TypeSchema? mapKey) => new(
            new StateHeader("uid", "windows", $"panes {kind}", kind, keys.Keys.Schema, s_windows.Schema, mapKey, SerializerRegistry.Default.Get<int>().Schema),
            keys,
            new NamespaceRules<long>(s_windows));
        store.OpenValues(Settings(StateKind.Value, null), SerializerRegistry.Default.Get<int>(), new Comparison(keys, calls, _forget));
        store.OpenLists(Settings(StateKind.List, null), SerializerRegistry.Default.Get<int>(), new Comparison(keys, calls, _forget));
        var mapKeys = SerializerRegistry.Default.GetKey<int>();
        store.OpenMaps(Settings(StateKind.Map, mapKeys.Schema), mapKeys, SerializerRegistry.Default.Get<int>(), new Comparison(keys, calls, _forget));
    }, 25);

    private sealed class Comparison(KeyRules<string> keys, (string Key, long Window, int Verb)[] calls, Action forget)
        : IValueTableUser<string, long, int, bool>, IListTableUser<string, long, int, bool>, IMapTableUser<string, long, int, int, bool>
    {
        public bool Use<TTable>(TTable table)
            where TTable : struct, IValueTable<string, long, int>
        {
            var model = new Dictionary<(string, long), int>();
            var half = new FrozenHalfway<int>(table.Freeze, group => table.Scan(group, KeyRange.All), calls.Length);
            foreach (var (key, window, verb) in calls)
            {
                half.Next();
                forget();
                var hash = keys.Hash(key);
                if (verb < 3)
                {
                    Assert.Equal(model.Remove((key, window)), table.RemoveAll(key, hash, window));
                    continue;
                }

                table.GetOrAdd(key, hash, window, out var exists)++;
                Assert.Equal(model.ContainsKey((key, window)), exists);
                model[(key, window)] = model.GetValueOrDefault((key, window)) + 1;
            }

            foreach (var (key, window, _) in calls)
            {
                Assert.Equal(model.TryGetValue((key, window), out var expected), table.TryGet(key, keys.Hash(key), window, Reading.ChangesNothing, out var value));
                Assert.Equal(expected, value);
            }

            Assert.Equal(model.Count, table.KeyCount);
            half.AssertWritten(value => SnapshotFiles.Bytes(value));
            AssertScanned(model.Select(e => (e.Key.Item1, e.Key.Item2, e.Value)), table.Scan);
            return true;
        }

        public bool Use<TTable, TScan>(TTable table)
            where TTable : struct, IListTable<string, long, int, TScan>
            where TScan : struct, IElementScan<int>
        {
            var model = new Dictionary<(string, long), List<int>>();
            var half = new FrozenHalfway<int>(table.Freeze, group => table.Scan(group, KeyRange.All), calls.Length);
            foreach (var (key, window, verb) in calls)
            {
                half.Next();
                forget();
                var hash = keys.Hash(key);
                if (verb == 0)
                {
                    Assert.Equal(model.Remove((key, window)), table.RemoveAll(key, hash, window));
                    continue;
                }

                if (verb == 1) table.PutAll(key, hash, window, [7, 8]);
                else table.Append(key, hash, window, verb);
                if (!model.TryGetValue((key, window), out var list)) model[(key, window)] = list = [];
                if (verb == 1) list.Clear();
                list.AddRange(verb == 1 ? [7, 8] : [verb]);
            }

            Assert.Equal((model.Count, model.Sum(e => e.Value.Count)), (table.KeyCount, table.ElementCount));
            half.AssertWritten(value => SnapshotFiles.Bytes(value));
            AssertScanned(model.SelectMany(e => e.Value.Select(v => (e.Key.Item1, e.Key.Item2, v))), table.Scan);
            return true;
        }

        bool IMapTableUser<string, long, int, int, bool>.Use<TTable, TScan>(TTable table)
        {
            var model = new Dictionary<(string, long), SortedDictionary<int, int>>();
            var half = new FrozenHalfway<KeyValuePair<int, int>>(table.Freeze, group => table.Scan(group, KeyRange.All), calls.Length);
            for (var i = 0; i < calls.Length; i++)
            {
                half.Next();
                forget();
                var (key, window, verb) = calls[i];
                var (hash, mapKey) = (keys.Hash(key), i % 7);
                var map = model.GetValueOrDefault((key, window));
                Assert.Equal(map is null, table.IsEmpty(key, hash, window));
                Assert.Equal(map?.ContainsKey(mapKey) == true, table.Contains(key, hash, window, mapKey));
                switch (verb)
                {
                    case 0:
                        Assert.Equal(model.Remove((key, window)), table.RemoveAll(key, hash, window));
                        break;
                    case < 4:
                        Assert.Equal(map?.Remove(mapKey) == true, table.Remove(key, hash, window, mapKey));
                        if (map?.Count == 0) model.Remove((key, window));
                        break;
                    default:
                        table.Put(key, hash, window, mapKey, i);
                        if (map is null) model[(key, window)] = map = [];
                        map[mapKey] = i;
                        break;
                }
            }

            foreach (var ((key, window), map) in model)
            {
                var entries = table.Entries(key, keys.Hash(key), window, Reading.ChangesNothing);
                var read = new List<KeyValuePair<int, int>>();
                while (entries.TryNext(out var entry)) read.Add(entry);
                Assert.Equal(map, read.OrderBy(e => e.Key));
            }

            Assert.Equal((model.Count, model.Sum(e => e.Value.Count)), (table.KeyCount, table.ElementCount));
            half.AssertWritten(entry => SnapshotFiles.KeyBytes(entry.Key) + SnapshotFiles.Bytes(entry.Value));
            AssertScanned(model.SelectMany(e => e.Value.Select(v => (e.Key.Item1, e.Key.Item2, v))), table.Scan);
            return true;
        }

        private void AssertScanned<TElement>(
            IEnumerable<(string Key, long Window, TElement Element)> expected, Func<int, KeyRange, IEnumerable<StoredElement<string, long, TElement>>> scan)
        {
            var ordered = expected.OrderBy(e => e.Key, StringComparer.Ordinal).ThenBy(e => e.Window).ToLookup(e => keys.GroupOf(keys.Hash(e.Key)));
            for (var group = 0; group < MaxParallelism; group++)
            {
                var all = ordered[group].ToArray();
                AssertRange(KeyRange.All, _ => true);
                for (var i = 0; i < all.Length; i += 1 + (all.Length / 10))
                {
                    var (key, window, _) = all[i];
                    var (bytes, last) = (KeyBytes.Of(keys.Keys, key), all[Math.Min(all.Length - 1, i + 7)]);
                    byte[] place = [.. bytes, .. KeyBytes.Of(s_windows, window)];
                    AssertRange(KeyRange.All.BeginsWith(bytes), e => e.Key == key);
                    AssertRange(KeyRange.All.BeginsWith(KeyBytes.OfTextsFrom(keys.Keys, key)), e => e.Key.StartsWith(key, StringComparison.Ordinal));
                    AssertRange(KeyRange.All.BeginsWith(place), e => e.Key == key && e.Window == window);
                    AssertRange(KeyRange.All.Behind(bytes), e => Compare(e.Key, key) > 0);
                    AssertRange(KeyRange.All.Behind(place), e => Compare(e.Key, key) > 0 || (e.Key == key && e.Window > window));
                    AssertRange(
                        KeyRange.All.From(place).UpTo(KeyBytes.Of(keys.Keys, last.Key)),
                        e => Compare(e.Key, key) >= 0 && (e.Key != key || e.Window >= window) && Compare(e.Key, last.Key) <= 0);
                    forget();
                }

                // What is dirty may leave in the midst of a scan.
                void AssertRange(KeyRange range, Func<(string Key, long Window, TElement Element), bool> holds) => Assert.Equal(all.Where(holds), scan(group, range).Select(s =>
                {
                    forget();
                    return (s.Key, s.Namespace, s.Element);
                }));
            }
        }

        private static int Compare(string a, string b) => string.CompareOrdinal(a, b);
    }

    /// <summary>A table that is frozen after half of the calls, and written after all of them.</summary>
    private sealed class FrozenHalfway<TElement>(
        Func<IFrozenTable> freeze, Func<int, IEnumerable<StoredElement<string, long, TElement>>> scan, int calls) : IStateWriter
    {
        private readonly List<string> _written = [];
        private StoredElement<string, long, TElement>[] _expected = [];
        private IFrozenTable? _frozen;
        private int _call;

        public void Next()
        {
            if (_call++ != calls / 2) return;
            _expected = [.. Enumerable.Range(0, MaxParallelism).SelectMany(scan)];
            _frozen = freeze();
        }

        public void AssertWritten(Func<TElement, string> bytesOf)
        {
            if (_frozen is null) return;
            for (var group = 0; group < MaxParallelism; group++)
            {
                var steps = 0;
                do steps = 7;
                while (!_frozen.WriteSome(group, 0, this, ref steps));
            }

            _frozen.Dispose();
            Assert.Equal(_expected.Select(e => SnapshotFiles.KeyBytes(e.Key) + SnapshotFiles.KeyBytes(e.Namespace) + bytesOf(e.Element)), _written);
        }

        public void Add(int state, StateHeader header) => Assert.Fail("A table has no headers.");

        public void Write(int state, in StateElement element) => _written.Add(
            Convert.ToHexString(element.Key) + Convert.ToHexString(element.Namespace) + Convert.ToHexString(element.MapKey) + Convert.ToHexString(element.Value));
    }
}
