using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.State.RocksDb;

namespace FlowActors.StateBackend.RocksDb.Tests.Backend;

/// <summary>A subtask that begins with a snapshot, changes a state of each kind, takes the next snapshot and ends.</summary>
internal sealed class OneTurn(RocksDbStateBackend backend, string store)
{
    private const string Uid = "uid";
    private const int Keys = 20;

    private static readonly KeyGroupRange Groups = new(0, 15);

    private IReadOnlyList<StoredDatabaseFile> _stored = [];

    public void Run(int number)
    {
        using var scope = backend.Open(
            new StateScopeSettings(
                new JobId("job"), number, 0, 0, Groups.Count, Groups, [new StateOperator(Uid, "operator")], SerializerRegistry.Default, TimeProvider.System),
            CancellationToken.None);
        if (_stored.Count > 0) scope.Restore([new StoredDatabase(Groups, _stored)]);
        var keyed = scope.Keyed<long>(Uid);
        Change(keyed, number);

        using var frozen = scope.Freeze(SnapshotForm.Native);
        while (!frozen.WriteSome(new Nowhere(), until: 0))
        {
        }

        using var linked = frozen.Database!.Link(CancellationToken.None);
        _stored = [.. linked.Files.Select(Store)];
    }

    private static void Change(IKeyedStates<long> keyed, int number)
    {
        var value = keyed.GetState(new ValueStateDescriptor<long>("value"));
        var list = keyed.GetListState(new ListStateDescriptor<long>("list"));
        var map = keyed.GetMapState(new MapStateDescriptor<long, string>("map"));
        var timers = keyed.GetTimers<VoidNamespace>("timers");
        for (var key = 0; key < Keys; key++)
        {
            keyed.Key.Set(key);
            Assert.Equal(number, value.Value());
            Assert.Equal(Math.Min(1, number), list.Get().Count());
            Assert.Equal(number > 0, map.Contains(key));
            value.Update(number + 1);
            list.Update([number]);
            map.Put(key, "some text");
            timers.Add(default, number);
            timers.Remove(default, number - 1);
        }

        keyed.Key.Clear();
    }

    private StoredDatabaseFile Store(DatabaseFile file)
    {
        var path = Path.Combine(store, file.Name);
        File.Copy(file.Path, path, overwrite: true);
        return new(file.Name, file.Length, to => File.Copy(path, to));
    }

    private sealed class Nowhere : IStateWriter
    {
        public void Add(int state, StateHeader header)
        {
        }

        public void Write(int state, in StateElement element)
        {
        }
    }
}
