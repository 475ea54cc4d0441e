using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.State.Export;
using FlowActors.State.Keyed;
using FlowActors.State.RocksDb;
using FlowActors.State.Scopes;
using FlowActors.State.Tables;
using FlowActors.StateBackend.Tests.Folders;

namespace FlowActors.StateBackend.Tests.RocksDb.Imports;

/// <summary>Tables by key and namespace, as windows will use them, whose values have changed their type since their database was written.</summary>
public sealed class ImportsByNamespace : IDisposable
{
    private const int Keys = 800;
    private const int Windows = 3;

    private static readonly KeyGroupRange s_groups = new(0, 7);
    private static readonly KeyRules<string> s_keys = new("windows", SerializerRegistry.Default.GetKey<string>(), s_groups, s_groups.Count);
    private static readonly KeySerializer<long> s_windows = SerializerRegistry.Default.GetKey<long>();
    private static readonly KeySerializer<int> s_mapKeys = SerializerRegistry.Default.GetKey<int>();

    private readonly TemporaryRoots _roots = new();
    private readonly DatabaseStore _store = new();
    private readonly RocksDbStateBackend _backend;

    public ImportsByNamespace() => _backend = new(new RocksDbStateSettings { MemoryBytes = (2 << 20) + 317, LocalDirs = [_roots["local"]] });

    public void Dispose()
    {
        _backend.Dispose();
        _store.Dispose();
        _roots.Dispose();
    }

    [Fact]
    public void Values_lists_and_maps_are_read_in_the_type_of_today()
    {
        StoredDatabase stored;
        using (var before = Open())
        {
            OpenAll(before, Items.OfFirst, new Filling<Items.First>(Items.OfFirst));
            stored = Stored(before);
        }

        using (var after = Open())
        {
            var parts = after.Restore([stored], _ => true).ToDictionary(p => p.Header.Name);
            Assert.Equal(3, parts.Count);
            OpenAll(after, Items.OfThird, new Importing<Items.Third>(Items.OfThird, parts));
            Assert.InRange(after.Database.Lookups, Keys, long.MaxValue);
            stored = Stored(after);
        }

        // What was imported is there once, and is taken as it lies.
        using var again = Open();
        var taken = again.Restore([stored], _ => true).ToDictionary(p => p.Header.Name);
        Assert.Equal(3, taken.Count);
        OpenAll(again, Items.OfThird, new Taking<Items.Third>(Items.OfThird, taken));
    }

    private static void OpenAll<T>(RocksTables tables, ItemType<T> type, User<T> user)
    {
        var values = SerializerRegistry.Default.Get<T>();
        tables.OpenValues(SettingsOf<T>(StateKind.Value), values, user);
        tables.OpenLists(SettingsOf<T>(StateKind.List), values, user);
        tables.OpenMaps(SettingsOf<T>(StateKind.Map), s_mapKeys, values, user);
    }

    private static TableSettings<string, long> SettingsOf<T>(StateKind kind) => new(
        new StateHeader(
            "uid", "windows", $"panes {kind}", kind, s_keys.Keys.Schema, s_windows.Schema, kind == StateKind.Map ? s_mapKeys.Schema : null,
            SerializerRegistry.Default.Get<T>().Schema),
        s_keys,
        new NamespaceRules<long>(s_windows));

    private StoredDatabase Stored(RocksTables tables)
    {
        using var frozen = tables.Freeze(SnapshotForm.Native);
        var steps = int.MaxValue;
        while (!frozen.SaveSome(ref steps)) steps = int.MaxValue;
        using var linked = frozen.Database!.Link(CancellationToken.None);
        return new(s_groups, _store.Store(linked));
    }

    private RocksTables Open() => _backend.OpenTables(RocksDbNamespaces.Panes);

    /// <summary>Does something for each key and window with a table of each kind.</summary>
    private abstract class User<T> : IValueTableUser<string, long, T, bool>, IListTableUser<string, long, T, bool>, IMapTableUser<string, long, int, T, bool>
    {
        protected static IEnumerable<(string Key, int Hash, long Window, Item Item)> All =>
            from i in Enumerable.Range(0, Keys)
            from window in Enumerable.Range(0, Windows)
            select ($"key {i}", s_keys.Hash($"key {i}"), window * 60_000L, new Item(i + window, $"{i} {new string('x', i % 300)}"));

        public abstract bool Use<TTable>(TTable table)
            where TTable : struct, IValueTable<string, long, T>;

        public abstract bool Use<TTable, TScan>(TTable table)
            where TTable : struct, IListTable<string, long, T, TScan>
            where TScan : struct, IElementScan<T>;

        public abstract bool UseMap<TTable, TScan>(TTable table)
            where TTable : struct, IMapTable<string, long, int, T, TScan>
            where TScan : struct, IElementScan<KeyValuePair<int, T>>;

        bool IMapTableUser<string, long, int, T, bool>.Use<TTable, TScan>(TTable table) => UseMap<TTable, TScan>(table);
    }

    private sealed class Filling<T>(ItemType<T> type) : User<T>
    {
        public override bool Use<TTable>(TTable table)
        {
            foreach (var (key, hash, window, item) in All) table.Put(key, hash, window, type.Make(item));
            return true;
        }

        public override bool Use<TTable, TScan>(TTable table)
        {
            foreach (var (key, hash, window, item) in All) table.AppendAll(key, hash, window, [type.Make(item), type.Make(item with { Number = 7 })]);
            return true;
        }

        public override bool UseMap<TTable, TScan>(TTable table)
        {
            foreach (var (key, hash, window, item) in All) table.Put(key, hash, window, (int)item.Number % 5, type.Make(item));
            return true;
        }
    }

    /// <summary>Takes what was restored as a scope does, and compares it.</summary>
    private abstract class Restoring<T>(ItemType<T> type, IReadOnlyDictionary<string, UnclaimedState> parts) : User<T>
    {
        private static readonly TypeSerializer<T> s_values = SerializerRegistry.Default.Get<T>();

        public override bool Use<TTable>(TTable table)
        {
            var settings = SettingsOf<T>(StateKind.Value);
            Take(new ValueEntry<TTable, string, long, T>(settings, Signature(settings), settings.Header, table, table, s_values, SerializerRegistry.Default));
            foreach (var (key, hash, window, item) in All)
            {
                Assert.True(table.TryGet(key, hash, window, Reading.ChangesNothing, out var value));
                Assert.Equal(item, type.Read(value));
            }

            return true;
        }

        public override bool Use<TTable, TScan>(TTable table)
        {
            var settings = SettingsOf<T>(StateKind.List);
            Take(new ListEntry<TTable, TScan, string, long, T>(settings, Signature(settings), settings.Header, table, table, s_values, SerializerRegistry.Default));
            foreach (var (key, hash, window, item) in All)
            {
                var elements = table.Elements(key, hash, window, Reading.ChangesNothing);
                var read = new List<Item>();
                while (elements.TryNext(out var element)) read.Add(type.Read(element));
                Assert.Equal([item, item with { Number = 7 }], read);
            }

            return true;
        }

        public override bool UseMap<TTable, TScan>(TTable table)
        {
            var settings = SettingsOf<T>(StateKind.Map);
            Take(new MapEntry<TTable, TScan, string, long, int, T>(
                settings, Signature(settings), settings.Header, table, table, s_mapKeys, s_values, SerializerRegistry.Default));
            foreach (var (key, hash, window, item) in All)
            {
                Assert.True(table.TryGet(key, hash, window, (int)item.Number % 5, Reading.ChangesNothing, out var value));
                Assert.Equal(item, type.Read(value));
                Assert.False(table.Contains(key, hash, window, 6));
            }

            return true;
        }

        protected abstract void Take(StateEntry entry, UnclaimedState part);

        private static StateSignature Signature(TableSettings<string, long> settings) => new(settings.Header.Kind, typeof(T));

        private void Take(StateEntry entry)
        {
            var part = parts[entry.Header.Name];
            Take(entry, part);
            part.Release();
        }
    }

    private sealed class Importing<T>(ItemType<T> type, IReadOnlyDictionary<string, UnclaimedState> parts) : Restoring<T>(type, parts)
    {
        protected override void Take(StateEntry entry, UnclaimedState part)
        {
            Assert.False(entry.TryTake(part));
            entry.Import(part);
        }
    }

    private sealed class Taking<T>(ItemType<T> type, IReadOnlyDictionary<string, UnclaimedState> parts) : Restoring<T>(type, parts)
    {
        protected override void Take(StateEntry entry, UnclaimedState part) => Assert.True(entry.TryTake(part));
    }
}
