using CsCheck;
using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.State.Scans;
using FlowActors.State.Tables;
using FlowActors.StateBackend.Tests.Scans;

namespace FlowActors.StateBackend.Tests.Contract;

/// <summary>
/// Scans page by page, in slices of some steps between which keys come and go, tables grow and shrink, caches forget, and subtasks restart, also at another parallelism.
/// </summary>
/// <param name="backend">Whose tables.</param>
/// <param name="share">One in how many of the scripts is run.</param>
public abstract class PagesOfStates(IStateBackend backend, int share = 1) : ContractTests(backend)
{
    private static readonly Gen<(int Seed, bool IsByKeyGroup, int Kind)> Scripts = Gen.Select(Gen.Int, Gen.Bool, Gen.Int[0, 2]);

    [Fact]
    public void A_key_that_is_there_throughout_comes_exactly_once() => Seeded.Check(Scripts, script =>
    {
        using var scanned = new ScannedSubtasks(Backend, new Random(script.Seed), Kinds[script.Kind], script.IsByKeyGroup);
        scanned.Run();
    }, 60 / share);

    [Fact]
    public void What_is_over_is_not_shown()
    {
        var clock = new Model.ManualClock();
        using var scope = Backend.Scope(time: clock);
        var keyed = scope.Keyed<long>(Opened.Uid);
        var ttl = new StateTtlConfig(TimeSpan.FromMilliseconds(100));
        var (value, list, map) = (
            keyed.GetState(new ValueStateDescriptor<long>("value") { TimeToLive = ttl }),
            keyed.GetListState(new ListStateDescriptor<long>("list") { TimeToLive = ttl }),
            keyed.GetMapState(new MapStateDescriptor<long, long>("map") { TimeToLive = ttl }));
        for (var key = 0; key < 20; key++)
        {
            if (key == 10) clock.Now += 60;
            keyed.Key.Set(key);
            value.Update(key);
            list.Add(key);
            map.Put(key, key);
        }

        clock.Now += 60;
        Backend.Disturb();
        foreach (var kind in Kinds)
        {
            var page = ScannedSubtasks.Whole(scope, kind, new StateScan(KeyRange.All, IsByKeyGroup: false, Id: 1));
            Assert.Equal(Enumerable.Range(10, 10).Select(i => (long)i), page.Keys.Select(k => ScannedSubtasks.KeyOf(k.Key)));
        }
    }

    [Fact]
    public void A_scan_within_bounds_reads_nothing_else()
    {
        using var state = Backend.Keyed<long>(maxParallelism: 4);
        for (var key = -50L; key < 50; key++)
        {
            state.CurrentKey = key;
            foreach (var kind in Kinds) ScannedSubtasks.Put(state, kind, (int)key);
        }

        Backend.Disturb();
        byte[] Bytes(long key) => KeyBytes.Of(SerializerRegistry.Default.GetKey<long>(), key);
        foreach (var kind in Kinds)
        {
            var page = ScannedSubtasks.Whole(state.Scope, kind, new StateScan(KeyRange.All.From(Bytes(-3)).Before(Bytes(4)), IsByKeyGroup: false, Id: 1));
            Assert.Equal([-3, -2, -1, 0, 1, 2, 3], page.Keys.Select(k => ScannedSubtasks.KeyOf(k.Key)));
            Assert.Equal((null, false), (page.Next, page.IsTooLarge));
        }
    }

    [Fact]
    public void A_key_that_is_too_large_by_itself_is_told_and_can_be_passed_over()
    {
        using var state = Backend.Keyed<long>(maxParallelism: 4);
        for (var key = 0L; key < 5; key++)
        {
            state.CurrentKey = key;
            state.GetListState(new ListStateDescriptor<int>("list")).AddAll(Enumerable.Range(0, key == 2 ? 100 : 10));
        }

        Backend.Disturb();
        var scan = new StateScan(KeyRange.All, IsByKeyGroup: false, Id: 1);
        var limits = new PageLimits(1_000, 10 * 30, 20);
        var parts = new List<PagePart>();
        for (ScanPosition? next = ScanPosition.Start; next is not null; next = parts[^1].Next) parts.Add(ScannedSubtasks.Whole(state.Scope, "list", scan, next, limits));
        Assert.Equal(["0", "1", "too large", "3", "4"], parts.Select(p => p.IsTooLarge ? "too large" : string.Join(' ', p.Keys.Select(k => ScannedSubtasks.KeyOf(k.Key)))));
    }

    [Fact]
    public void Nothing_is_found_where_nothing_is()
    {
        using var state = Backend.Keyed<long>();
        state.GetState(new ValueStateDescriptor<int>("value"));
        Assert.All([true, false], byKeyGroup =>
        {
            var page = ScannedSubtasks.Whole(state.Scope, "value", new StateScan(KeyRange.All, byKeyGroup, Id: 1));
            Assert.Equal((0, null, false), (page.Keys.Count, page.Next, page.IsTooLarge));
        });
    }

    private static string[] Kinds => ["value", "list", "map"];
}
