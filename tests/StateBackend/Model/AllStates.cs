using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.StateBackend.Tests.Contract;

namespace FlowActors.StateBackend.Tests.Model;

/// <summary>A scope with a state of every kind, with and without a time to live, and calls on them that a script chooses by number.</summary>
internal sealed class AllStates<TKey> : IDisposable
{
    /// <summary>How many different calls there are.</summary>
    public const int Verbs = 40;

    /// <summary>How long the states whose names begin with <c>timed</c> are kept, in ms.</summary>
    public const int TimeToLive = 900;

    private const string Late = "late ";

    private readonly Func<int, TKey> _keyOf;
    private readonly IStateBackend _backend;
    private readonly ManualClock _clock;
    private readonly IKeyedStates<TKey> _keyed;
    private readonly IOperatorStateStore _operator;
    private readonly StateTable<TKey, long> _table;
    private readonly IValueState<Box> _boxes;
    private readonly IValueState<string> _timed;
    private readonly IListState<int> _list;
    private readonly IListState<Box> _listOfBoxes;
    private readonly IListState<int> _timedList;
    private readonly IMapState<int, long> _map;
    private readonly IMapState<string, Box> _mapOfBoxes;
    private readonly IMapState<int, int> _timedMap;
    private readonly IReducingState<long> _reduced;
    private readonly IAggregatingState<long, Box> _aggregated;
    private readonly ITimerQueue<TKey, VoidNamespace> _timers;
    private readonly ITimerQueue<TKey, string> _windowTimers;
    private readonly IOperatorListState<int> _split;
    private readonly IOperatorListState<Box> _united;
    private readonly IBroadcastState<int, string> _rules;

    /// <param name="backend">Opens the scope.</param>
    /// <param name="keyOf">The keys by number.</param>
    /// <param name="restored">Has states that nobody asks for at first.</param>
    public AllStates(IStateBackend backend, Func<int, TKey> keyOf, Action<IStateWriter>? restored = null)
        : this(backend, Open(backend, restored, out var clock), clock, keyOf)
    {
    }

    /// <param name="backend">Has opened the scope.</param>
    /// <param name="scope">The scope, after what was restored.</param>
    /// <param name="clock">Its time.</param>
    /// <param name="keyOf">The keys by number.</param>
    /// <param name="showsExpired">Whether a state is read that is over and not removed yet: when it is removed is up to the backend.</param>
    public AllStates(IStateBackend backend, IStateScope scope, ManualClock clock, Func<int, TKey> keyOf, bool showsExpired = true)
    {
        (_backend, _clock, _keyOf, Scope) = (backend, clock, keyOf, scope);
        _keyed = Scope.Keyed<TKey>(Opened.Uid);
        _operator = Scope.OperatorState(Opened.Uid);
        _table = _keyed.Table<TKey, long>();
        _boxes = _keyed.GetState(new ValueStateDescriptor<Box>("boxes"));
        _timed = _keyed.GetState(new ValueStateDescriptor<string>("timed") { TimeToLive = ReadsTouch });
        _list = _keyed.GetListState(new ListStateDescriptor<int>("list"));
        _listOfBoxes = _keyed.GetListState(new ListStateDescriptor<Box>("list of boxes"));
        _timedList = _keyed.GetListState(new ListStateDescriptor<int>("timed list") { TimeToLive = ReadsTouch });
        _map = _keyed.GetMapState(new MapStateDescriptor<int, long>("map"));
        _mapOfBoxes = _keyed.GetMapState(new MapStateDescriptor<string, Box>("map of boxes"));
        _timedMap = _keyed.GetMapState(new MapStateDescriptor<int, int>("timed map") { TimeToLive = ReadsTouch });
        _reduced = _keyed.GetReducingState(new ReducingStateDescriptor<long>("reduced", (a, b) => a + b) { TimeToLive = showsExpired ? WritesTouch : null });
        _aggregated = _keyed.GetAggregatingState(new AggregatingStateDescriptor<long, Box, Box>("aggregated", new SumOfBoxes()));
        _timers = _keyed.GetTimers<VoidNamespace>("timers");
        _windowTimers = _keyed.GetTimers<string>("window timers");
        _split = _operator.GetListState(new ListStateDescriptor<int>("split"));
        _united = _operator.GetUnionListState(new ListStateDescriptor<Box>("united"));
        _rules = _operator.GetBroadcastState(new MapStateDescriptor<int, string>("rules"));
    }

    public IStateScope Scope { get; }

    /// <summary>The keyed ones by their names.</summary>
    public static IReadOnlyList<string> Keyed { get; } =
    [
        "table", "boxes", "timed", "list", "list of boxes", "timed list", "map", "map of boxes", "timed map", "reduced", "aggregated", "timers", "window timers",
    ];

    /// <summary>How keys become bytes.</summary>
    public KeySerializer<TKey> Keys => _keyed.KeySerializer;

    private static StateTtlConfig ReadsTouch => new(TimeSpan.FromMilliseconds(TimeToLive)) { UpdateType = StateTtlUpdateType.OnReadAndWrite, CleanupSize = 2 };

    private static StateTtlConfig WritesTouch => new(TimeSpan.FromMilliseconds(400)) { Visibility = StateTtlVisibility.ReturnExpiredIfNotCleanedUp };

    /// <summary>Asks for the states that others do not have, whether they were restored or not.</summary>
    public void AskForLateStates(int argument)
    {
        _operator.GetListState(new ListStateDescriptor<int>(Late + "split")).Add(argument);
        _operator.GetUnionListState(new ListStateDescriptor<int>(Late + "united")).Add(argument);
        _operator.GetBroadcastState(new MapStateDescriptor<int, int>(Late + "rules")).Put(argument, 1);
        _keyed.Key.Set(_keyOf(argument));
        _keyed.GetState(new ValueStateDescriptor<int>(Late + "value")).Update(argument);
    }

    public void Apply(int number, int verb, int argument)
    {
        var key = _keyOf(number);
        _keyed.Key.Set(key);
        switch (verb)
        {
            case 0: _table.GetOrAdd(key, out _) += argument; break;
            case 1: _table.Remove(key); break;
            case 2: AddMany(number, argument); break;
            case 3: RemoveMany(number, argument); break;
            case 4: _boxes.Update(new Box { N = argument }); break;
            case 5: if (_boxes.TryGet(out var box)) box.N += argument; break;
            case 6: _boxes.Clear(); break;
            case 7: _timed.Update($"{argument}"); break;
            case 8: _timed.TryGet(out _); break;
            case 9: _timed.TryPeek(out _); break;
            case 10: _timed.Clear(); break;
            case 11 or 12: _list.Add(argument); break;
            case 13: _list.AddAll([argument, 1, 2]); break;
            case 14: _list.Update([argument, 3]); break;
            case 15: _list.Clear(); break;
            case 16: _listOfBoxes.Add(new Box { N = argument }); break;
            case 17: foreach (var element in _listOfBoxes.Get()) element.N++; break;
            case 18: _timedList.Add(argument); break;
            case 19: Assert.All(_timedList.Get(), n => Assert.InRange(n, 0, 400)); break;
            case 20 or 21: _map.Put(argument % 50, argument); break;
            case 22: _map.Remove(argument % 50); break;
            case 23: _map.Clear(); break;
            case 24: _mapOfBoxes.Put($"{argument % 20}", new Box { N = argument }); break;
            case 25: if (_mapOfBoxes.TryGet($"{argument % 20}", out var inMap)) inMap.N++; break;
            case 26: foreach (var value in _mapOfBoxes.Values()) value.N++; break;
            case 27: _mapOfBoxes.Remove($"{argument % 20}"); break;
            case 28: _timedMap.Put(argument % 10, argument); break;
            case 29: Assert.All(_timedMap.Keys(), n => Assert.InRange(n, 0, 9)); break;
            case 30: _timedMap.TryGet(argument % 10, out _); _timedMap.Remove(argument % 5); break;
            case 31: _reduced.Add(argument); _reduced.TryGet(out _); break;
            case 32: _aggregated.Add(argument); break;
            case 33: _reduced.Clear(); _aggregated.Clear(); break;
            case 34: _timers.Add(default, argument % 100); _windowTimers.Add($"{argument % 3}", argument % 10); break;
            case 35: _timers.Remove(default, argument % 100); _windowTimers.Remove($"{argument % 3}", argument % 10); break;
            case 36: _timers.TryTake(argument / 3, out _); _windowTimers.TryTake(argument, out _); break;
            case 37: ChangeTimers(number, argument); break;
            case 38: ChangeOperatorState(argument); break;
            default: _clock.Now += argument; break;
        }

        _keyed.Key.Clear();
        _backend.Disturb();
    }

    public TKey KeyOf(int number) => _keyOf(number);

    /// <summary>What is in memory may be forgotten.</summary>
    public void Disturb() => _backend.Disturb();

    public void Dispose() => Scope.Dispose();

    private static IStateScope Open(IStateBackend backend, Action<IStateWriter>? restored, out ManualClock clock)
    {
        clock = new ManualClock();
        var scope = backend.Scope(16, time: clock);
        restored?.Invoke(scope.Restore());
        return scope;
    }

    private void AddMany(int number, int many)
    {
        for (var i = 0; i < many; i++)
        {
            _keyed.Key.Set(_keyOf(number + i));
            _table.GetOrAdd(_keyOf(number + i), out _) += i;
            if (i % 4 == 0) _boxes.Update(new Box { N = i });
            if (i % 4 == 1) _map.Put(i, i);
        }
    }

    // Tables give back memory as they empty.
    private void RemoveMany(int number, int many)
    {
        for (var i = 0; i < 3 * many; i++)
        {
            _keyed.Key.Set(_keyOf(number + i));
            _table.Remove(_keyOf(number + i));
            _boxes.Clear();
            _map.Clear();
        }
    }

    private void ChangeTimers(int number, int argument)
    {
        if (argument % 12 == 0) _timers.Clear();
        if (argument < 20)
        {
            while (_windowTimers.TryTake(long.MaxValue, out _) && _timers.TryTake(long.MaxValue, out _))
            {
            }
        }

        for (var i = 0; i < argument / 2; i++)
        {
            _keyed.Key.Set(_keyOf(number + i));
            _timers.Add(default, i % 7 * argument);
            _windowTimers.Add("", -i);
        }
    }

    private void ChangeOperatorState(int argument)
    {
        _split.Add(argument);
        if (argument % 9 == 0) _split.Clear();
        foreach (var box in _united.Get()) box.N++;
        _united.Add(new Box { N = argument });
        if (argument % 5 == 0) _united.Update([]);
        _rules.Put(argument % 7, $"{argument}");
        _rules.Remove(argument % 3);
    }
}
