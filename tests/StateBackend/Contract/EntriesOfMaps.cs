using CsCheck;
using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.State.Scans;
using FlowActors.State.Scopes;
using FlowActors.State.Tables;
using FlowActors.StateBackend.Tests.Scans;
using FlowActors.StateBackend.Tests.Telemetry;

namespace FlowActors.StateBackend.Tests.Contract;

/// <summary>The map of one key read entry by entry, page by page, in slices of some steps between which entries come and go and caches forget.</summary>
/// <param name="backend">Whose tables.</param>
/// <param name="scripts">How many scripts are run.</param>
public abstract class EntriesOfMaps(IStateBackend backend, int scripts) : ContractTests(backend)
{
    private const long Key = 7;

    private static readonly KeySerializer<long> s_keys = SerializerRegistry.Default.GetKey<long>();

    private static byte[] KeyInBytes => KeyBytes.Of(s_keys, Key);

    [Fact]
    public void An_entry_that_is_there_throughout_comes_exactly_once() => Seeded.Check(Gen.Int, seed =>
    {
        using var scanned = new Scanned(Backend, new Random(seed));
        scanned.Run();
    }, scripts);

    [Fact]
    public void Entries_that_are_over_or_of_other_keys_are_not_shown()
    {
        var clock = new Model.ManualClock();
        using var scope = Backend.Scope(time: clock);
        var keyed = scope.Keyed<long>(Opened.Uid);
        var map = keyed.GetMapState(new MapStateDescriptor<long, string>("map") { TimeToLive = new StateTtlConfig(TimeSpan.FromMilliseconds(100)) });
        for (var entry = 0; entry < 10; entry++)
        {
            if (entry == 5) clock.Now += 60;
            foreach (var key in new[] { Key - 1, Key, Key + 1 })
            {
                keyed.Key.Set(key);
                map.Put((10 * key) + entry, $"{key}");
            }
        }

        clock.Now += 60;
        Backend.Disturb();
        var page = ScannedSubtasks.Whole(scope, "map", new StateScan(KeyRange.All, IsByKeyGroup: false, Id: 1) { MapOf = KeyInBytes });
        Assert.Equal([75L, 76, 77, 78, 79], page.Keys.Select(k => ScannedSubtasks.KeyOf(k.Key)));
        Assert.Equal(["75=7"], Read(scope, 74, 75, 80));
    }

    [Fact]
    public void A_key_without_a_map_has_no_entries_and_other_kinds_have_none()
    {
        using var state = Backend.Keyed<long>();
        state.CurrentKey = 1;
        state.GetMapState(new MapStateDescriptor<long, string>("map")).Put(1, "one");
        state.GetState(new ValueStateDescriptor<long>("value")).Update(1);
        var page = ScannedSubtasks.Whole(state.Scope, "map", new StateScan(KeyRange.All, IsByKeyGroup: false, Id: 1) { MapOf = KeyInBytes });
        Assert.Equal((0, null), (page.Keys.Count, page.Next));
        Assert.Empty(Read(state.Scope, 1));
        Assert.Contains("keeps no maps", Assert.Throws<NotSupportedException>(() => Entries(state.Scope, "value").ReadEntries(KeyInBytes, [KeyInBytes], (in _) => true)).Message, StringComparison.Ordinal);
        Assert.Throws<SerializationException>(() => Entries(state.Scope, "map").ReadEntries(KeyInBytes, [[1]], (in _) => true));
    }

    private static State.Keyed.IElementsOfKeys Entries(IStateScope scope, string name) => ((StateScope)scope).ElementsOf(Opened.Uid, name);

    private static List<string> Read(IStateScope scope, params long[] entries)
    {
        var read = new List<string>();
        Entries(scope, "map").ReadEntries(KeyInBytes, entries.Select(e => KeyBytes.Of(s_keys, e)), (in element) =>
        {
            var value = new ByteReader(element.Value);
            read.Add($"{ScannedSubtasks.KeyOf(element.Key.ToArray())}={SerializerRegistry.Default.Get<string>().Deserialize(ref value)}");
            return true;
        });
        return read;
    }

    private sealed class Scanned : IDisposable
    {
        private readonly IStateBackend _backend;
        private readonly Random _random;
        private readonly OpenedKeys<long> _state;
        private readonly IMapState<long, string> _map;
        private readonly ScanWindows _windows;
        private readonly SteppingClock _clock = new();
        private readonly SortedDictionary<long, string> _model = [];
        private readonly StateScan _scan;
        private readonly int _entries;
        private HashSet<long> _throughout = [];

        public Scanned(IStateBackend backend, Random random)
        {
            (_backend, _random) = (backend, random);
            // More than that are not loaded as a whole.
            _entries = random.Next(4) switch { 0 => 5, 1 => 100, 2 => 1_000, _ => 6_000 };
            _state = backend.Keyed<long>();
            _map = _state.GetMapState(new MapStateDescriptor<long, string>("map"));
            _windows = new ScanWindows(random.Next(1, 40) * random.Next(1, 30));
            var bounds = KeyRange.All;
            if (random.Next(3) == 0) bounds = bounds.From(Bytes(random.Next(_entries)));
            if (random.Next(3) == 0) bounds = bounds.Before(Bytes(random.Next(_entries)));
            _scan = new StateScan(bounds, IsByKeyGroup: false, Id: 1) { MapOf = KeyInBytes };
            for (var i = random.Next(_entries + 1); i > 0; i--) Put(random.Next(_entries));
            _backend.Disturb();
        }

        public void Run()
        {
            // A page of another key's map has windows that this one must not take.
            if (_random.Next(2) == 0) Page(_scan with { MapOf = Bytes(Key + 1) }, ScanPosition.Start, 10);
            Change(_random.Next(10));
            _throughout = [.. _model.Keys.Where(k => _scan.Keys.Contains(Bytes(k)))];
            var found = new List<long>();
            for (ScanPosition? next = ScanPosition.Start; next is not null;)
            {
                var page = Page(_scan, next, 1 + _random.Next(_entries));
                found.AddRange(page.Keys.Select(k => ScannedSubtasks.KeyOf(k.Key)));
                next = page.Next;
                Change(_random.Next(20));
            }

            Assert.Equal(found.Distinct().Order(), found);
            Assert.Empty(_throughout.Except(found));
            Assert.All(found, k => Assert.True(_scan.Keys.Contains(Bytes(k))));
        }

        public void Dispose() => _state.Dispose();

        private PagePart Page(StateScan scan, ScanPosition after, int limit)
        {
            var page = new PageReading(scan, after, new PageLimits(limit, 1 << 20, 8));
            var seen = 0;
            while (true)
            {
                var slice = new ScanSlice(_clock, TimeSpan.FromMicroseconds(1 + _random.Next(200)), lookEvery: 1);
                var isOver = page.GoOn(Entries(_state.Scope, "map"), _windows, slice);
                foreach (var entry in page.Part.Keys.Skip(seen)) Assert.Equal(scan == _scan ? _model[ScannedSubtasks.KeyOf(entry.Key)] : "other", Shown(entry));
                seen = page.Part.Keys.Count;
                if (isOver) return page.Part;
                Change(_random.Next(4));
                if (_random.Next(30) == 0) _windows.Clear();
            }
        }

        private void Change(int count)
        {
            for (; count > 0; count--)
            {
                var entry = _random.Next(_entries);
                switch (_random.Next(60))
                {
                    case 0: PutBackAll(); break;
                    case < 15: Remove(entry); break;
                    case < 30: PutBack(entry); break;
                    default: Put(entry); break;
                }

                _backend.Disturb();
            }
        }

        private void Put(long entry)
        {
            _state.CurrentKey = Key;
            _map.Put(entry, _model[entry] = $"{_random.Next(1_000)}");
            _state.CurrentKey = Key + 1;
            _map.Put(entry, "other");
        }

        private void Remove(long entry)
        {
            _state.CurrentKey = Key;
            Assert.Equal(_model.Remove(entry), _map.Remove(entry));
            _throughout.Remove(entry);
        }

        // Whoever comes back before anybody looks was there throughout, whatever has left the memory in between.
        private void PutBack(long entry)
        {
            if (!_model.TryGetValue(entry, out var value)) return;
            _state.CurrentKey = Key;
            _map.Remove(entry);
            _backend.Disturb();
            _state.CurrentKey = Key;
            _map.Put(entry, value);
        }

        private void PutBackAll()
        {
            _state.CurrentKey = Key;
            _map.Clear();
            _backend.Disturb();
            _state.CurrentKey = Key;
            _map.PutAll(_model);
        }

        private static string Shown(ScannedKey entry)
        {
            var value = new ByteReader(Assert.Single(entry.Elements).Value);
            return SerializerRegistry.Default.Get<string>().Deserialize(ref value);
        }

        private static byte[] Bytes(long key) => KeyBytes.Of(s_keys, key);
    }
}
