using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.State.RocksDb;
using FlowActors.State.Scopes;
using FlowActors.StateBackend.Tests.Contract;
using FlowActors.StateBackend.Tests.Model;

namespace FlowActors.StateBackend.Tests.RocksDb.Imports;

/// <summary>The subtasks of one vertex, whose states are asked for when a test says so, with the classes of some build.</summary>
internal sealed class ItemSubtasks : IDisposable
{
    private const int MaxParallelism = 16;

    private readonly List<RocksTables> _tables = [];
    private readonly List<StateScope> _scopes = [];
    private readonly int _parallelism;
    private IItemStates[]? _states;

    /// <param name="backend">Opens their state.</param>
    /// <param name="parallelism">How many there are.</param>
    /// <param name="lookEvery">After how many steps who writes a frozen state looks at the clock.</param>
    /// <param name="restored">What they begin with; null for nothing.</param>
    public ItemSubtasks(RocksDbStateBackend backend, int parallelism, int lookEvery, StoredSnapshot? restored = null)
    {
        _parallelism = parallelism;
        for (var i = 0; i < parallelism; i++)
        {
            _tables.Add(backend.OpenTables(SettingsOf(i)));
            _scopes.Add(new StateScope(SettingsOf(i), _tables[i], lookEvery));
        }

        restored?.RestoreTo(_scopes, SettingsOf);
    }

    /// <summary>How many there are.</summary>
    public int Count => _parallelism;

    /// <summary>How many entries were looked for in databases.</summary>
    public long Lookups => _tables.Sum(t => t.Database.Lookups);

    /// <summary>How many of them could not wait for who was to link their frozen state.</summary>
    public int FinishedThemselves(IReadOnlyList<FreezingSubtask> freezing) =>
        _tables.Where((t, i) => !freezing[i].IsDone && t.Database.Frozen is { HoldsWrites: false }).Count();

    /// <summary>Asks for all states.</summary>
    public void Ask<T>(ItemType<T> type) => _states = [.. _scopes.Select(scope => new ItemStates<T>(scope, type))];

    public FreezingSubtask[] Freeze(SnapshotForm form) => [.. _scopes.Select((scope, i) => new FreezingSubtask(scope, SettingsOf(i).KeyGroups, form))];

    public void Apply(long key, HeldItems held, int verb, int argument) => _states![OwnerOf(key)].Apply(key, held, verb, argument);

    public void AssertHold(IEnumerable<KeyValuePair<long, HeldItems>> model)
    {
        foreach (var (key, held) in model) _states![OwnerOf(key)].AssertHolds(key, held);
    }

    public void AssertTimers(IReadOnlyDictionary<long, HeldItems> model) => Assert.Equal(model.Values.Sum(h => h.Timers.Count), _states!.Sum(s => s.Timers));

    /// <summary>Takes all timers: in the order of their times, and those of the model.</summary>
    public void TakeTimers(IReadOnlyDictionary<long, HeldItems> model)
    {
        var taken = new List<(long Key, long Time, int Namespace)>();
        foreach (var states in _states!)
        {
            var all = states.TakeAll().ToList();
            Assert.Equal(all.Select(t => t.Timestamp).Order(), all.Select(t => t.Timestamp));
            taken.AddRange(all.Select(t => (t.Key, t.Timestamp, t.Namespace)));
        }

        Assert.Equal(model.SelectMany(m => m.Value.Timers.Select(t => (m.Key, t.Time, t.Namespace))).Order(), taken.Order());
    }

    public void Dispose()
    {
        foreach (var scope in _scopes) scope.Dispose();
    }

    private StateScopeSettings SettingsOf(int subtask) => new(
        new JobId("job"), 1, 0, subtask, MaxParallelism, KeyGroups.RangeOf(subtask, MaxParallelism, _parallelism),
        [new StateOperator(Opened.Uid, Opened.Operator)], SerializerRegistry.Default, new ManualClock());

    private int OwnerOf(long key) => KeyGroups.OwnerOf(
        KeyGroups.Assign(SerializerRegistry.Default.GetKey<long>().StableHash(key), MaxParallelism), MaxParallelism, _parallelism);
}
