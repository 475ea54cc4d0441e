using FlowActors.State.RocksDb;
using FlowActors.StateBackend.Tests.Folders;

namespace FlowActors.StateBackend.Tests.RocksDb;

/// <summary>Keys that come for the first time: the database is not asked for them.</summary>
public sealed class NewKeys : IDisposable
{
    private const int Keys = 20_000;

    private readonly TemporaryRoots _roots = new();
    private readonly DatabaseStore _store = new();
    private readonly RocksDbStateBackend _backend;

    public NewKeys() => _backend = new(new RocksDbStateSettings { MemoryBytes = (64 << 20) + 21, LocalDirs = [_roots["local"]] });

    public void Dispose()
    {
        _backend.Dispose();
        _store.Dispose();
        _roots.Dispose();
    }

    [Fact]
    public void The_database_is_not_asked_for_them()
    {
        using var subtask = new OneSubtask(_backend);
        subtask.Put(0, Keys, Small);
        subtask.Forget();
        Read(subtask, Keys, Keys, areThere: false);
        Assert.InRange(subtask.Tables.Database.Lookups, 0, Keys / 20);
        subtask.AssertHolds(0, Keys, Small);
        Assert.InRange(subtask.Tables.Database.Lookups, Keys, Keys + (Keys / 20));
    }

    [Fact]
    public void After_a_restore_it_is()
    {
        using var subtask = new OneSubtask(_backend);
        subtask.Put(0, Keys, Small);
        var stored = subtask.Snapshot(_store);
        using var restored = new OneSubtask(_backend, [stored]);
        Read(restored, Keys, Keys, areThere: false);
        Assert.InRange(restored.Tables.Database.Lookups, Keys, 2 * Keys);
        restored.AssertHolds(0, Keys, Small);
    }

    private static byte[] Small(long key) => OneSubtask.ValueOf(key, length: 20);

    private static void Read(OneSubtask subtask, long first, int count, bool areThere)
    {
        for (var key = first; key < first + count; key++)
        {
            subtask.Key = key;
            Assert.Equal(areThere, subtask.Values.TryGet(out _));
        }
    }
}
