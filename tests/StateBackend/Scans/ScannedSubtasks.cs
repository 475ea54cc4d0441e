using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.State.Export;
using FlowActors.State.Scans;
using FlowActors.State.Scopes;
using FlowActors.State.Tables;
using FlowActors.StateBackend.Tests.Contract;
using FlowActors.StateBackend.Tests.Telemetry;

namespace FlowActors.StateBackend.Tests.Scans;

/// <summary>Subtasks whose state changes while it is scanned, beside what every page is to show of it.</summary>
internal sealed class ScannedSubtasks : IDisposable
{
    private const int MaxParallelism = 8;

    private static readonly KeySerializer<long> s_keys = SerializerRegistry.Default.GetKey<long>();

    private readonly IStateBackend _backend;
    private readonly Random _random;
    private readonly string _kind;
    private readonly StateScan _scan;
    private readonly Dictionary<long, int> _model = [];
    private readonly int _keys;
    private readonly bool _isSharingHashes;
    private readonly int _keysOfWindow;
    private readonly SteppingClock _clock = new();
    private HashSet<long> _throughout = [];
    private OpenedKeys<long>[] _subtasks = [];
    private ScanWindows[] _windows = [];

    public ScannedSubtasks(IStateBackend backend, Random random, string kind, bool isByKeyGroup)
    {
        (_backend, _random, _kind) = (backend, random, kind);
        _keys = random.Next(3) switch { 0 => 5, 1 => 100, _ => 3_000 };
        _isSharingHashes = random.Next(4) == 0;
        _keysOfWindow = random.Next(1, 40) * random.Next(1, 10);
        var bounds = KeyRange.All;
        if (random.Next(3) == 0) bounds = bounds.From(Bytes(KeyAt(random.Next(_keys))));
        if (random.Next(3) == 0) bounds = bounds.Before(Bytes(KeyAt(random.Next(_keys))));
        _scan = new StateScan(bounds, isByKeyGroup, Id: 1);
        Open(1 + random.Next(3));
        for (var i = random.Next(_keys + 1); i > 0; i--) Put(KeyAt(random.Next(_keys)));
    }

    public static long KeyOf(byte[] bytes)
    {
        var reader = new ByteReader(bytes);
        return s_keys.Deserialize(ref reader);
    }

    /// <summary>A page of one scope, without a pause.</summary>
    public static PagePart Whole(IStateScope scope, string kind, StateScan scan, ScanPosition? after = null, PageLimits? limits = null)
    {
        var page = new PageReading(scan, after ?? ScanPosition.Start, limits ?? new PageLimits(1_000, 1 << 20, 8));
        Assert.True(page.GoOn(((StateScope)scope).ElementsOf(Opened.Uid, kind), new ScanWindows(), new ScanSlice(TimeProvider.System, TimeSpan.FromHours(1))));
        return page.Part;
    }

    public static void Put(OpenedKeys<long> state, string kind, int value)
    {
        switch (kind)
        {
            case "value": state.GetState(new ValueStateDescriptor<int>(kind)).Update(value); break;
            case "list": state.GetListState(new ListStateDescriptor<int>(kind)).Update([value, -value]); break;
            default:
                state.GetMapState(new MapStateDescriptor<int, int>(kind)).Clear();
                state.GetMapState(new MapStateDescriptor<int, int>(kind)).PutAll([new(1, value), new(2, -value)]);
                break;
        }
    }

    /// <summary>One scan, from its first page to its last.</summary>
    public void Run()
    {
        // An earlier scan has left windows that lack what comes now.
        if (_random.Next(2) == 0) Page(_scan with { Id = 0 }, ScanPosition.Start, 1);
        Change(_random.Next(10));
        _throughout = [.. _model.Keys.Where(k => _scan.Keys.Contains(Bytes(k)))];
        var found = new List<ScannedKey>();
        for (ScanPosition? next = ScanPosition.Start; next is not null;)
        {
            var page = Page(_scan, next, 1 + _random.Next(50));
            Assert.False(page.IsTooLarge);
            found.AddRange(page.Keys);
            next = page.Next;
            Change(_random.Next(20));
            if (_random.Next(15) == 0) Restart();
        }

        var keys = found.ConvertAll(k => KeyOf(k.Key));
        Assert.Equal(keys.Count, keys.Distinct().Count());
        Assert.Empty(_throughout.Except(keys));
        Assert.All(keys, k => Assert.True(_scan.Keys.Contains(Bytes(k))));
        Assert.Equal(found.OrderBy(k => _scan.Behind(k.KeyGroup, k.Key)), found);
    }

    public void Dispose()
    {
        foreach (var subtask in _subtasks) subtask.Dispose();
    }

    private PagePart Page(StateScan scan, ScanPosition after, int limit)
    {
        var limits = new PageLimits(limit, 64 * (1 + _random.Next(50)), 8);
        var asked = Enumerable.Range(0, _subtasks.Length).Where(i => !scan.IsByKeyGroup || _subtasks[i].KeyGroups.Contains(after.KeyGroup)).ToList();
        var parts = asked.ConvertAll(i => Page(i, new PageReading(scan, after, limits)));
        var page = PagePart.Merge(scan, parts, limits);
        var end = _subtasks[asked[^1]].KeyGroups.End + 1;
        return scan.IsByKeyGroup && page.Next is null && end < MaxParallelism ? page with { Next = new ScanPosition(end, null) } : page;
    }

    private PagePart Page(int subtask, PageReading page)
    {
        var seen = 0;
        while (true)
        {
            var slice = new ScanSlice(_clock, TimeSpan.FromMicroseconds(1 + _random.Next(20)), lookEvery: 1);
            var isOver = page.GoOn(((StateScope)_subtasks[subtask].Scope).ElementsOf(Opened.Uid, _kind), _windows[subtask], slice);
            // What was read is as it was at that time.
            foreach (var key in page.Part.Keys.Skip(seen)) Assert.Equal(Expected(_model[KeyOf(key.Key)]), Shown(key));
            seen = page.Part.Keys.Count;
            if (isOver) return page.Part;
            Change(_random.Next(4), isFarBetween: true);
            if (_random.Next(30) == 0) _windows[subtask].Clear();
        }
    }

    private void Change(int count, bool isFarBetween = false)
    {
        for (; count > 0; count--)
        {
            // Tables are laid out anew now and then.
            switch (_random.Next(isFarBetween ? 2_000 : 20))
            {
                case 0:
                    for (var i = _random.Next(_keys); i > 0; i--) Put(KeyAt(_random.Next(_keys)));
                    break;
                case 1:
                    foreach (var key in _model.Keys.Where(_ => _random.Next(4) > 0).ToList()) Remove(key, forGood: _random.Next(8) == 0);
                    break;
                default:
                    if (_random.Next(3) == 0) Remove(KeyAt(_random.Next(_keys)), forGood: _random.Next(4) > 0);
                    else Put(KeyAt(_random.Next(_keys)));
                    break;
            }

            _backend.Disturb();
        }
    }

    private void Put(long key)
    {
        var value = _random.Next(1, 1_000);
        Put(Owner(key), _kind, value);
        _model[key] = value;
    }

    private void Remove(long key, bool forGood)
    {
        if (!_model.TryGetValue(key, out var value)) return;
        var owner = Owner(key);
        switch (_kind)
        {
            case "value": owner.GetState(new ValueStateDescriptor<int>(_kind)).Clear(); break;
            case "list": owner.GetListState(new ListStateDescriptor<int>(_kind)).Clear(); break;
            default: owner.GetMapState(new MapStateDescriptor<int, int>(_kind)).Clear(); break;
        }

        // One that comes back before anybody looks was there throughout, whatever has left the memory in between.
        if (!forGood)
        {
            _backend.Disturb();
            owner.CurrentKey = key;
            Put(owner, _kind, value);
            return;
        }

        _model.Remove(key);
        _throughout.Remove(key);
    }

    private OpenedKeys<long> Owner(long key)
    {
        var owner = _subtasks[KeyGroups.OwnerOf(KeyGroups.Assign(s_keys.StableHash(key), MaxParallelism), MaxParallelism, _subtasks.Length)];
        owner.CurrentKey = key;
        return owner;
    }

    // Nothing is remembered.
    private void Restart()
    {
        var archive = new StateArchive(MaxParallelism);
        foreach (var subtask in _subtasks)
        {
            subtask.Scope.Export(archive.NextSubtask());
            subtask.Dispose();
        }

        Open(1 + _random.Next(3), (scope, i, parallelism) => archive.RestoreTo(scope, i, parallelism));
    }

    private void Open(int parallelism, Action<IStateScope, int, int>? restore = null)
    {
        _windows = [.. Enumerable.Range(0, parallelism).Select(_ => new ScanWindows(_keysOfWindow))];
        _subtasks =
        [
            .. Enumerable.Range(0, parallelism).Select(i =>
            {
                var scope = _backend.Scope(MaxParallelism, KeyGroups.RangeOf(i, MaxParallelism, parallelism), subtask: i);
                restore?.Invoke(scope, i, parallelism);
                return new OpenedKeys<long>(scope);
            }),
        ];
        foreach (var subtask in _subtasks)
        {
            subtask.GetState(new ValueStateDescriptor<int>("value"));
            subtask.GetListState(new ListStateDescriptor<int>("list"));
            subtask.GetMapState(new MapStateDescriptor<int, int>("map"));
        }
    }

    // Those that share a hash lie in one long run of slots.
    private long KeyAt(int i) => _isSharingHashes ? ((long)i << 32) | (uint)i : i;

    private static byte[] Bytes(long key) => KeyBytes.Of(s_keys, key);

    private string Expected(int value) => _kind switch { "value" => $"{value}", "list" => $"{value} {-value}", _ => $"1={value} 2={-value}" };

    private string Shown(ScannedKey key) => string.Join(' ', key.Elements.Select(Shown).Order(StringComparer.Ordinal).OrderBy(e => _kind == "list" ? e.StartsWith('-') : false));

    private static string Shown(StoredElementBytes element)
    {
        var mapKey = new ByteReader(element.MapKey);
        var value = new ByteReader(element.Value);
        var text = $"{SerializerRegistry.Default.Get<int>().Deserialize(ref value)}";
        return element.MapKey.Length == 0 ? text : $"{SerializerRegistry.Default.GetKey<int>().Deserialize(ref mapKey)}={text}";
    }
}
