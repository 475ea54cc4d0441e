using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.StateBackend.Tests.Contract;
using FlowActors.StateBackend.Tests.Model;

namespace FlowActors.StateBackend.Tests.Snapshots;

/// <summary>What a script does with the states of a key.</summary>
internal enum Verb
{
    Update,
    UpdateTimed,
    AddToList,
    PutIntoMap,
    RemoveFromMap,
    Reduce,
    Aggregate,
    SetTimer,
    Wait,
    Clear,
}

/// <summary>A state of each kind, and beside it plain collections of what it must hold.</summary>
internal sealed class ModelledStates<TKey> : IDisposable
    where TKey : notnull
{
    public const int MaxParallelism = 16;

    private readonly ManualClock _clock = new();
    private readonly IKeyedStates<TKey> _keyed;
    private readonly IValueState<long> _value;
    private readonly IValueState<string> _timed;
    private readonly IListState<string> _list;
    private readonly IMapState<int, long> _map;
    private readonly IReducingState<long> _reduced;
    private readonly IAggregatingState<long, Box> _aggregated;
    private readonly ITimerQueue<TKey, long> _timers;
    private readonly Dictionary<TKey, Held> _model = [];

    public ModelledStates(IStateBackend backend)
    {
        Scope = backend.Scope(MaxParallelism, time: _clock);
        _keyed = Scope.Keyed<TKey>(Opened.Uid);
        _value = _keyed.GetState(new ValueStateDescriptor<long>("value"));
        _timed = _keyed.GetState(new ValueStateDescriptor<string>("timed") { TimeToLive = new(TimeSpan.FromDays(1_000)) });
        _list = _keyed.GetListState(new ListStateDescriptor<string>("list"));
        _map = _keyed.GetMapState(new MapStateDescriptor<int, long>("map"));
        _reduced = _keyed.GetReducingState(new ReducingStateDescriptor<long>("reduced", (a, b) => a + b));
        _aggregated = _keyed.GetAggregatingState(new AggregatingStateDescriptor<long, Box, Box>("aggregated", new SumOfBoxes()));
        _timers = _keyed.GetTimers<long>("timers");
    }

    public IStateScope Scope { get; }

    public int GroupOf(TKey key) => KeyGroups.Assign(_keyed.KeySerializer.StableHash(key), MaxParallelism);

    public void Apply(TKey key, Verb verb, int argument)
    {
        if (!_model.TryGetValue(key, out var held)) _model.Add(key, held = new Held());
        _keyed.Key.Set(key);
        var text = new string('v', argument);
        switch (verb)
        {
            case Verb.Update: _value.Update(argument); held.Value = argument; break;
            case Verb.UpdateTimed: _timed.Update(text); held.Timed = (text, _clock.Now); break;
            case Verb.AddToList: _list.Add(text); held.List.Add(text); break;
            case Verb.PutIntoMap: _map.Put(argument - 200, argument); held.Map[argument - 200] = argument; break;
            case Verb.RemoveFromMap: _map.Remove(argument - 200); held.Map.Remove(argument - 200); break;
            case Verb.Reduce: _reduced.Add(argument); held.Reduced = (held.Reduced ?? 0) + argument; break;
            case Verb.Aggregate: _aggregated.Add(argument); held.Aggregated = (held.Aggregated ?? 0) + argument; break;
            case Verb.SetTimer: _timers.Add(argument % 3, argument - 200); held.Timers.Add((argument - 200, argument % 3)); break;
            case Verb.Wait: _clock.Now += argument; break;
            case Verb.Clear: Clear(held, argument % 4); break;
            default: break;
        }
    }

    /// <summary>What a file must hold of a state, by key group and in order.</summary>
    public IReadOnlyList<Element> ElementsOf(int number, string name)
    {
        var elements = new List<(Element Element, uint Hash)>();
        foreach (var (key, held) in _model)
        {
            var first = new Element(number, GroupOf(key), SnapshotFiles.KeyBytes(key), "");
            elements.AddRange(ElementsOf(name, held, first).Select(e => (e, (uint)_keyed.KeySerializer.StableHash(key))));
        }

        // Hexadecimal digits are ordered as the bytes are.
        var inOrder = name == "timers"
            ? elements.OrderBy(e => e.Element.Group).ThenBy(e => TimeOf(e.Element)).ThenBy(e => e.Hash).ThenBy(e => e.Element.Key + e.Element.Namespace, StringComparer.Ordinal)
            : elements.OrderBy(e => e.Element.Group).ThenBy(e => e.Element.Key, StringComparer.Ordinal).ThenBy(e => e.Element.MapKey, StringComparer.Ordinal);
        return [.. inOrder.Select(e => e.Element)];
    }

    public void Dispose() => Scope.Dispose();

    private static IEnumerable<Element> ElementsOf(string name, Held held, Element first) => name switch
    {
        "value" => held.Value is { } value ? [first with { Value = SnapshotFiles.Bytes(value) }] : [],
        "timed" => held.Timed is { } timed ? [first with { Value = SnapshotFiles.Bytes(timed.Value), LastTouch = timed.Time }] : [],
        "list" => held.List.Select(v => first with { Value = SnapshotFiles.Bytes(v) }),
        "map" => held.Map.Select(e => first with { MapKey = SnapshotFiles.KeyBytes(e.Key), Value = SnapshotFiles.Bytes(e.Value) }),
        "reduced" => held.Reduced is { } reduced ? [first with { Value = SnapshotFiles.Bytes(reduced) }] : [],
        "aggregated" => held.Aggregated is { } sum ? [first with { Value = SnapshotFiles.Bytes(new Box { N = sum }) }] : [],
        _ => held.Timers.Select(t => first with { Namespace = SnapshotFiles.KeyBytes(t.Namespace), Value = SnapshotFiles.Bytes(t.Time) }),
    };

    private static long TimeOf(Element timer) => BitConverter.ToInt64(Convert.FromHexString(timer.Value));

    private void Clear(Held held, int which)
    {
        switch (which)
        {
            case 0: _value.Clear(); held.Value = null; break;
            case 1: _list.Clear(); held.List.Clear(); break;
            case 2: _map.Clear(); held.Map.Clear(); break;
            default: _timed.Clear(); held.Timed = null; break;
        }
    }

    private sealed class Held
    {
        public long? Value { get; set; }

        public (string Value, long Time)? Timed { get; set; }

        public List<string> List { get; } = [];

        public Dictionary<int, long> Map { get; } = [];

        public long? Reduced { get; set; }

        public long? Aggregated { get; set; }

        public HashSet<(long Time, long Namespace)> Timers { get; } = [];
    }
}
