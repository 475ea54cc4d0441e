using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.StateBackend.Tests.Contract;
using FlowActors.StateBackend.Tests.Model;

namespace FlowActors.StateBackend.Tests.Snapshots;

/// <summary>A scope with a state of every kind. A golden file holds it: nothing here changes any more.</summary>
internal static class SampleScope
{
    private const int MaxParallelism = 8;

    private static readonly string[] Keys = ["", "ann", "bob", "zoë", "\ud83d\ude00"];

    public static StateScopeSettings Settings { get; } = new(
        new JobId("job"), 1, 0, 0, MaxParallelism, new KeyGroupRange(0, MaxParallelism - 1), [new StateOperator(Opened.Uid, Opened.Operator)],
        SerializerRegistry.Default, new ManualClock());

    public static IStateScope Open(IStateBackend backend) => backend.Open(Settings, CancellationToken.None);

    public static IStateScope Filled(IStateBackend backend)
    {
        var scope = Open(backend);
        var states = new States(scope);
        foreach (var (i, key) in Keys.Index())
        {
            states.Key.Set(key);
            states.Value.Update(i - 2);
            states.List.Update(Enumerable.Range(0, i).Select(n => $"{key} {n}"));
            for (var n = 0; n < i; n++) states.Map.Put(i - (2 * n), new Box { N = n });
            states.Sum.Add(i);
            states.Timers.Add(default, 1_000L - (i * 300));
            states.Timers.Add(default, i % 2);
        }

        states.Split.Update([3, 1, 2]);
        states.United.Update(["x", "y"]);
        states.Rules.Put("b", (1, true));
        states.Rules.Put("a", (2, false));
        return scope;
    }

    public static void AssertFilled(IStateScope scope)
    {
        var states = new States(scope);
        foreach (var (i, key) in Keys.Index())
        {
            states.Key.Set(key);
            Assert.Equal(i - 2, states.Value.Value());
            Assert.Equal(Enumerable.Range(0, i).Select(n => $"{key} {n}"), states.List.Get());
            Assert.Equal(Enumerable.Range(0, i).Select(n => (i - (2 * n), (long)n)).Order(), states.Map.Entries().Select(e => (e.Key, e.Value.N)).Order());
            Assert.True(states.Sum.TryGet(out var sum));
            Assert.Equal(i, sum);
        }

        Assert.Equal([3, 1, 2], states.Split.Get());
        Assert.Equal(["x", "y"], states.United.Get());
        Assert.Equal([new("b", (1, true)), new("a", (2, false))], states.Rules.Entries());
        Assert.Equal(10, states.Timers.Count);
        var times = new List<long>();
        while (states.Timers.TryTake(long.MaxValue, out var timer)) times.Add(timer.Timestamp);
        Assert.Equal([-200, 0, 0, 0, 1, 1, 100, 400, 700, 1_000], times);
    }

    private sealed class States(IStateScope scope)
    {
        private readonly IKeyedStates<string> _keyed = scope.Keyed<string>(Opened.Uid);
        private readonly IOperatorStateStore _operator = scope.OperatorState(Opened.Uid);

        public KeyAtHand<string> Key => _keyed.Key;

        public IValueState<long> Value => _keyed.GetState(new ValueStateDescriptor<long>("value") { TimeToLive = new(TimeSpan.FromHours(1)) });

        public IListState<string> List => _keyed.GetListState(new ListStateDescriptor<string>("list"));

        public IMapState<int, Box> Map => _keyed.GetMapState(new MapStateDescriptor<int, Box>("map"));

        public IReducingState<long> Sum => _keyed.GetReducingState(new ReducingStateDescriptor<long>("sum", Add));

        public ITimerQueue<string, VoidNamespace> Timers => _keyed.GetTimers<VoidNamespace>("timers");

        public IOperatorListState<int> Split => _operator.GetListState(new ListStateDescriptor<int>("split"));

        public IOperatorListState<string> United => _operator.GetUnionListState(new ListStateDescriptor<string>("united"));

        public IBroadcastState<string, (int, bool)> Rules => _operator.GetBroadcastState(new MapStateDescriptor<string, (int, bool)>("rules"));

        private static long Add(long a, long b) => a + b;
    }
}
