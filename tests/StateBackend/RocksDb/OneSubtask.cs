using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.State.RocksDb;
using FlowActors.State.Scopes;
using FlowActors.StateBackend.Tests.Contract;

namespace FlowActors.StateBackend.Tests.RocksDb;

/// <summary>The state of one subtask on a backend that a test has made, with a state of each kind that lies in the database.</summary>
internal sealed class OneSubtask : IDisposable
{
    private readonly RocksTables _tables;
    private readonly StateScope _scope;
    private readonly IKeyedStates<long> _keyed;
    private readonly KeyGroupRange _groups;

    /// <param name="backend">Opens it.</param>
    /// <param name="stored">What it begins with.</param>
    /// <param name="last">The last of its key groups, of 16.</param>
    public OneSubtask(RocksDbStateBackend backend, IReadOnlyList<StoredDatabase>? stored = null, int last = 15)
    {
        _groups = new KeyGroupRange(0, last);
        var settings = new StateScopeSettings(
            new JobId("job"), 1, 0, 0, 16, _groups, [new StateOperator(Opened.Uid, Opened.Operator)], SerializerRegistry.Default, TimeProvider.System);
        _tables = backend.OpenTables(settings);
        _scope = new StateScope(settings, _tables);
        try
        {
            if (stored is not null) _scope.Restore(stored);
        }
        catch
        {
            _scope.Dispose();
            throw;
        }

        _keyed = _scope.Keyed<long>(Opened.Uid);
        Values = _keyed.GetState(new ValueStateDescriptor<byte[]>("values"));
        List = _keyed.GetListState(new ListStateDescriptor<long>("list"));
        Map = _keyed.GetMapState(new MapStateDescriptor<long, long>("map"));
    }

    public IValueState<byte[]> Values { get; }

    public IListState<long> List { get; }

    public IMapState<long, long> Map { get; }

    /// <summary>Values without objects; a state that is there from the first call on.</summary>
    public IValueState<long> Numbers => field ??= _keyed.GetState(new ValueStateDescriptor<long>("numbers"));

    public RocksTables Tables => _tables;

    public StateScope Scope => _scope;

    /// <summary>The key that the states speak of.</summary>
    public long Key
    {
        set => _keyed.Key.Set(value);
    }

    /// <summary>A value of a key that takes as many bytes on the disk, too.</summary>
    public static byte[] ValueOf(long key, int length = 1_000)
    {
        var value = new byte[length];
        new Random((int)key).NextBytes(value);
        return value;
    }

    /// <summary>Another value of a key, and one more.</summary>
    public static byte[] Changed(long key) => ValueOf(key + 1_000_000);

    /// <inheritdoc cref="Changed"/>
    public static byte[] ChangedAgain(long key) => ValueOf(key + 2_000_000);

    public void Put(long first, int count, Func<long, byte[]>? valueOf = null)
    {
        for (var key = first; key < first + count; key++)
        {
            Key = key;
            Values.Update(valueOf is null ? ValueOf(key) : valueOf(key));
        }
    }

    public void AssertHolds(long first, int count, Func<long, byte[]>? valueOf = null)
    {
        for (var key = first; key < first + count; key++)
        {
            Key = key;
            Assert.True(Values.TryGet(out var value));
            Assert.Equal(valueOf is null ? ValueOf(key) : valueOf(key), value);
        }
    }

    /// <summary>Nothing is in memory afterwards.</summary>
    public void Forget()
    {
        foreach (var table in _tables.Database.Tables) table.Evict(all: true);
        _tables.Database.WriteLot();
    }

    public StoredDatabase Snapshot(DatabaseStore store)
    {
        var freezing = Freeze();
        try
        {
            freezing.Finish(store);
        }
        catch
        {
            freezing.Abandon();
            throw;
        }

        return StoredOf(freezing);
    }

    /// <param name="mayWait">Whether the database may wait for who goes on from it.</param>
    public FreezingSubtask Freeze(bool mayWait = false) => new(_scope, _groups, SnapshotForm.Native) { MayWait = mayWait };

    public static StoredDatabase StoredOf(FreezingSubtask freezing) => freezing.Stored.ToDatabase();

    public void Dispose() => _scope.Dispose();
}
