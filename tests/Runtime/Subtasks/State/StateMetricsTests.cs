using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Metrics;
using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.State.Export;
using FlowActors.State.Memory.Tables;
using FlowActors.State.Scopes;
using FlowActors.State.Tables;
using FlowActors.State.Telemetry;

namespace FlowActors.Runtime.Tests.Subtasks.State;

/// <summary>What a backend publishes of the state of a subtask stands among the subtask's metrics, as long as the state is there and no longer.</summary>
public sealed class StateMetricsTests
{
    private readonly MeteredBackend _backend = new();

    [Fact]
    public void Metrics_of_the_subtask_have_their_own_name_and_those_of_an_operator_have_its_before_theirs()
    {
        using var job = Job();
        var subtask = job.Subtasks[0];
        subtask.OpenState();
        _backend.Metrics!.Subtask.Gauge("rocksdb.block-cache-usage", () => 17);
        _backend.Metrics.Of("counting").Counter("counts.stateCacheHits").Add(3);
        var metrics = Read(subtask);
        Assert.Equal(17, metrics["rocksdb.block-cache-usage"]);
        Assert.Equal(3, metrics["Count words.counts.stateCacheHits"]);
    }

    [Fact]
    public void An_operator_that_the_chain_does_not_have_is_refused()
    {
        using var job = Job();
        job.Subtasks[0].OpenState();
        Assert.Contains("'nobody'", Assert.Throws<ArgumentException>(() => _backend.Metrics!.Of("nobody")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_taken_is_refused_with_whose_it_is()
    {
        using var job = Job();
        job.Subtasks[0].OpenState();
        _backend.Metrics!.Subtask.Gauge("x", () => 1);
        Assert.StartsWith(
            "Metric 'x' of state is there already, as a gauge,", Assert.Throws<InvalidOperationException>(() => _backend.Metrics.Subtask.Counter("x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void After_the_state_began_to_be_disposed_no_gauge_is_read_and_the_last_value_stays()
    {
        using var job = Job();
        var subtask = job.Subtasks[0];
        subtask.OpenState();
        var reads = 0;
        _backend.Metrics!.Subtask.Gauge("open-files", () => ++reads);
        Assert.Equal(1, Read(subtask)["open-files"]);
        var gauges = subtask.Figures.Gauges.ToArray();
        _backend.Disposing = () =>
        {
            foreach (var gauge in gauges) gauge.Read();
        };
        subtask.Close();
        Assert.Equal(1, reads);
        Assert.Equal(1, subtask.Figures.Metrics()["open-files"]);
    }

    [Fact]
    public async Task Who_disposes_the_state_waits_for_a_read_that_is_under_way()
    {
        using var job = Job();
        var subtask = job.Subtasks[0];
        subtask.OpenState();
        using var reading = new SemaphoreSlim(0);
        using var goOn = new ManualResetEventSlim();
        var events = new List<string>();
        _backend.Metrics!.Subtask.Gauge("slow", () =>
        {
            reading.Release();
            goOn.Wait();
            events.Add("read");
            return 5;
        });
        _backend.Disposing = () => events.Add("disposed");
        var metrics = (StateMetrics)_backend.Metrics;
        var read = Task.Run(() => subtask.Figures.Gauges.Single().Read());
        Assert.True(await reading.WaitAsync(TimeSpan.FromSeconds(60)));
        var closing = new Thread(() =>
        {
            metrics.Dispose();
            _backend.Disposing();
        });
        closing.Start();
        Assert.True(SpinWait.SpinUntil(() => !closing.IsAlive || closing.ThreadState.HasFlag(ThreadState.WaitSleepJoin), TimeSpan.FromSeconds(60)));
        goOn.Set();
        await read.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(closing.Join(TimeSpan.FromSeconds(60)));
        Assert.Equal(["read", "disposed"], events);
    }

    [Fact]
    public void What_throws_while_it_publishes_fails_the_opening_and_the_state_is_disposed()
    {
        using var job = Job();
        var disposed = 0;
        _backend.Publishing = () => throw new InvalidOperationException("no room");
        _backend.Disposing = () => disposed++;
        var failure = Assert.ThrowsAny<Exception>(() => job.Subtasks[0].OpenState());
        Assert.EndsWith("no room", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, disposed);
    }

    private LocalJob Job()
    {
        var env = new StreamExecutionEnvironment(new JobSettings { Parallelism = 1 });
        env.FromSequence(1, 1).Map(x => x).WithName("Count words").WithUid("counting").Discard();
        return new LocalJob(env, new LocalJobSettings { StateBackend = _backend }, new Exchange.RecordingScope(), _ => { });
    }

    private static IReadOnlyDictionary<string, double> Read(Subtask subtask)
    {
        foreach (var gauge in subtask.Figures.Gauges) gauge.Read();
        return subtask.Figures.Metrics();
    }

    private sealed class MeteredBackend : IStateBackend
    {
        public string Name => "memory";

        public IStateMetrics? Metrics { get; private set; }

        public Action Publishing { get; set; } = () => { };

        public Action Disposing { get; set; } = () => { };

        public IStateScope Open(StateScopeSettings settings, CancellationToken cancelled) => new StateScope(settings, new Metered(this, new MemoryTables()));

        public void Dispose()
        {
        }

        private sealed class Metered(MeteredBackend owner, ITableStore tables) : ITableStore, IMeteredState
        {
            public void Publish(IStateMetrics metrics)
            {
                owner.Publishing();
                owner.Metrics = metrics;
            }

            public TResult OpenValues<TKey, TNamespace, T, TResult>(
                TableSettings<TKey, TNamespace> settings, TypeSerializer<T> values, IValueTableUser<TKey, TNamespace, T, TResult> user) =>
                tables.OpenValues(settings, values, user);

            public TResult OpenLists<TKey, TNamespace, T, TResult>(
                TableSettings<TKey, TNamespace> settings, TypeSerializer<T> values, IListTableUser<TKey, TNamespace, T, TResult> user) =>
                tables.OpenLists(settings, values, user);

            public TResult OpenMaps<TKey, TNamespace, TMapKey, TMapValue, TResult>(
                TableSettings<TKey, TNamespace> settings,
                KeySerializer<TMapKey> mapKeys,
                TypeSerializer<TMapValue> values,
                IMapTableUser<TKey, TNamespace, TMapKey, TMapValue, TResult> user)
                where TMapKey : notnull => tables.OpenMaps(settings, mapKeys, values, user);

            public TResult OpenTimers<TKey, TNamespace, TResult>(TableSettings<TKey, TNamespace> settings, ITimerTableUser<TKey, TNamespace, TResult> user) =>
                tables.OpenTimers(settings, user);

            public IFrozenStore Freeze(SnapshotForm form) => tables.Freeze(form);

            public UnclaimedState Keep(StateHeader header) => tables.Keep(header);

            public IReadOnlyList<UnclaimedState> Restore(IReadOnlyList<StoredDatabase> databases, Func<StateHeader, bool> isWanted) =>
                tables.Restore(databases, isWanted);

            public void Dispose()
            {
                owner.Disposing();
                tables.Dispose();
            }
        }
    }
}
