using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.State.RocksDb;
using FlowActors.State.Scans;
using FlowActors.State.Scopes;
using FlowActors.State.Tables;
using FlowActors.StateBackend.Tests.Contract;
using FlowActors.StateBackend.Tests.Scans;
using FlowActors.StateBackend.Tests.Telemetry;

namespace FlowActors.StateBackend.Tests.RocksDb;

/// <summary>
/// What one call of user code takes away and puts back between two slices of a scan was there throughout, also where the cache has written the removal in between, so
/// that neither the database nor what was in memory before has it.
/// </summary>
public sealed class KeysPutBack : IDisposable
{
    private const int Count = 200;
    private const int PutBack = 150;
    private const long Key = 7;

    private static readonly KeySerializer<long> s_keys = SerializerRegistry.Default.GetKey<long>();

    private readonly RocksDbStateBackend _backend = new(new RocksDbStateSettings { MemoryBytes = (48 << 20) + 3 });
    private readonly RocksTables _tables;
    private readonly StateScope _scope;
    private readonly OpenedKeys<long> _state;

    public KeysPutBack()
    {
        var settings = new StateScopeSettings(
            new JobId("job"), 1, 0, 0, 1, new KeyGroupRange(0, 0), [new StateOperator(Opened.Uid, Opened.Operator)], SerializerRegistry.Default, TimeProvider.System);
        _tables = _backend.OpenTables(settings);
        _scope = new StateScope(settings, _tables);
        _state = new OpenedKeys<long>(_scope);
    }

    public void Dispose()
    {
        _state.Dispose();
        _backend.Dispose();
    }

    [Theory]
    [InlineData("value", false)]
    [InlineData("value", true)]
    [InlineData("list", false)]
    [InlineData("map", true)]
    public void A_key_is_found(string kind, bool isByKeyGroup)
    {
        for (var key = 0; key < Count; key++) Put(key);
        var found = Scan(kind, new StateScan(KeyRange.All, isByKeyGroup, Id: 1), 100, () =>
        {
            _state.CurrentKey = PutBack;
            switch (kind)
            {
                case "value": _state.GetState(new ValueStateDescriptor<int>(kind)).Clear(); break;
                case "list": _state.GetListState(new ListStateDescriptor<int>(kind)).Clear(); break;
                default: _state.GetMapState(new MapStateDescriptor<int, int>(kind)).Clear(); break;
            }

            Forget();
            Put(PutBack);
        });
        Assert.Equal(Enumerable.Range(0, Count).Select(i => (long)i), found);

        void Put(int key)
        {
            _state.CurrentKey = key;
            ScannedSubtasks.Put(_state, kind, key);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_entry_is_found(bool isAll)
    {
        var map = _state.GetMapState(new MapStateDescriptor<long, int>("map"));
        _state.CurrentKey = Key;
        for (var entry = 0; entry < Count; entry++) map.Put(entry, entry);
        var found = Scan("map", new StateScan(KeyRange.All, IsByKeyGroup: false, Id: 1) { MapOf = KeyBytes.Of(s_keys, Key) }, 20, () =>
        {
            _state.CurrentKey = Key;
            if (isAll) map.Clear();
            else map.Remove(PutBack);
            Forget();
            _state.CurrentKey = Key;
            for (var entry = isAll ? 0 : PutBack; entry < (isAll ? Count : PutBack + 1); entry++) map.Put(entry, entry);
        });
        Assert.Equal(Enumerable.Range(0, Count).Select(i => (long)i), found);
    }

    // Behind one slice, which has ended among the stored keys, something is done; the table of what is in memory has 64 slots.
    private List<long> Scan(string kind, StateScan scan, int slices, Action between)
    {
        Forget();
        var (windows, clock, isDone) = (new ScanWindows(), new SteppingClock(), false);
        var page = new PageReading(scan, ScanPosition.Start, new PageLimits(1_000, 1 << 20, 8));
        for (var slice = 0; !page.GoOn(_scope.ElementsOf(Opened.Uid, kind), windows, new ScanSlice(clock, TimeSpan.FromMicroseconds(1), lookEvery: 1)); slice++)
        {
            if (slice != slices) continue;
            Assert.Empty(page.Part.Keys);
            between();
            isDone = true;
        }

        Assert.True(isDone, "The scan was over too soon.");
        return page.Part.Keys.Select(k => ScannedSubtasks.KeyOf(k.Key)).ToList();
    }

    private void Forget()
    {
        foreach (var table in _tables.Database.Tables) table.Evict(all: true);
        _tables.Database.WriteLot();
    }
}
