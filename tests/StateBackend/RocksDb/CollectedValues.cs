using FlowActors.State;
using FlowActors.State.RocksDb;
using FlowActors.State.RocksDb.Budget;
using FlowActors.State.RocksDb.Storage;
using FlowActors.State.Scopes;
using FlowActors.StateBackend.Tests.Folders;

namespace FlowActors.StateBackend.Tests.RocksDb;

/// <summary>Values of a frozen state that become a file of their own, whatever comes between their being saved and their being linked.</summary>
public sealed class CollectedValues : IDisposable
{
    private const int Keys = 2_000;

    private readonly TemporaryRoots _roots = new();
    private readonly DatabaseStore _store = new();
    private readonly RocksDbStateBackend _backend;

    public CollectedValues() => _backend = On((64 << 20) + 9, collectedMin: 0);

    public void Dispose()
    {
        _backend.Dispose();
        _store.Dispose();
        _roots.Dispose();
    }

    [Fact]
    public void They_become_one_file_that_restores()
    {
        using var subtask = new OneSubtask(_backend);
        subtask.Put(0, Keys);
        var stored = subtask.Snapshot(_store);
        Assert.Equal(Keys, subtask.Tables.Database.Collected);
        using var restored = new OneSubtask(_backend, [stored]);
        restored.AssertHolds(0, Keys);
    }

    [Fact]
    public void Few_are_written_as_all_others_are()
    {
        using var backend = On((64 << 20) + 10, Lot.EntriesMax);
        using var subtask = new OneSubtask(backend);
        subtask.Put(0, 100);
        var stored = subtask.Snapshot(_store);
        Assert.Equal(0, subtask.Tables.Database.Collected);
        using var restored = new OneSubtask(_backend, [stored]);
        restored.AssertHolds(0, 100);
    }

    // How far the frozen state is when values are to leave memory: saved in part, saved, linked.
    [Theory]
    [InlineData(1, false)]
    [InlineData(int.MaxValue, false)]
    [InlineData(int.MaxValue, true)]
    public void A_value_that_leaves_memory_before_its_file_is_there_is_read_as_it_is(int slices, bool isLinked)
    {
        using var subtask = new OneSubtask(_backend);
        subtask.Put(0, Keys);
        subtask.Snapshot(_store);
        subtask.Put(0, Keys, OneSubtask.Changed);
        var freezing = subtask.Freeze();
        freezing.WriteSome(slices);
        if (isLinked) freezing.BeginLink();
        subtask.Put(0, Keys / 2, OneSubtask.ChangedAgain);
        subtask.Forget();
        subtask.AssertHolds(0, Keys / 2, OneSubtask.ChangedAgain);
        subtask.AssertHolds(Keys / 2, Keys / 2, OneSubtask.Changed);
        freezing.Finish(_store);
        using var restored = new OneSubtask(_backend, [OneSubtask.StoredOf(freezing)]);
        restored.AssertHolds(0, Keys, OneSubtask.Changed);
    }

    [Fact]
    public void What_is_given_up_is_in_the_next_snapshot()
    {
        using var subtask = new OneSubtask(_backend);
        subtask.Put(0, Keys);
        var freezing = subtask.Freeze();
        freezing.WriteSome(int.MaxValue);
        freezing.Abandon();
        subtask.Forget();
        subtask.AssertHolds(0, Keys);
        using var restored = new OneSubtask(_backend, [subtask.Snapshot(_store)]);
        restored.AssertHolds(0, Keys);
    }

    [Fact]
    public void What_is_given_up_and_changed_is_in_the_next_snapshot_as_it_is_then()
    {
        using var subtask = new OneSubtask(_backend);
        subtask.Put(0, Keys);
        var freezing = subtask.Freeze();
        freezing.WriteSome(int.MaxValue);
        freezing.Abandon();
        subtask.Put(0, Keys, OneSubtask.Changed);
        using var restored = new OneSubtask(_backend, [subtask.Snapshot(_store)]);
        restored.AssertHolds(0, Keys, OneSubtask.Changed);
    }

    [Fact]
    public void What_changes_after_it_is_given_up_waits_in_memory_as_ever()
    {
        using var subtask = new OneSubtask(_backend);
        const int Many = 20_000;
        subtask.Put(0, Many, Small);
        var freezing = subtask.Freeze();
        freezing.WriteSome(1);
        freezing.Abandon();
        subtask.Put(0, Many, SmallAndChanged);
        Assert.InRange(subtask.Tables.Database.Lot.Count, 0, Lot.EntriesMax);
        using var restored = new OneSubtask(_backend, [subtask.Snapshot(_store)]);
        restored.AssertHolds(0, Many, SmallAndChanged);
    }

    [Fact]
    public void A_subtask_that_ends_meanwhile_writes_nothing_and_gives_back_all_it_has()
    {
        using var memory = ProcessMemory.Take((64 << 20) + 9);
        var subtask = new OneSubtask(_backend);
        subtask.Put(0, Keys);
        subtask.Freeze().WriteSome(1);
        Assert.True(subtask.Tables.Database.HasCollected);
        // Nothing could be written any more.
        Directory.Delete(_roots["local"], recursive: true);
        subtask.Dispose();
        Assert.Null(subtask.Tables.Database.Opened);
        Assert.Equal(0, memory.Memory.Objects.Held);
    }

    [Fact]
    public void Values_that_came_and_went_before_the_first_snapshot_make_no_database()
    {
        using var subtask = new OneSubtask(_backend);
        for (var round = 0; round < 2; round++)
        {
            subtask.Put(0, 10);
            for (var key = 0; key < 10; key++)
            {
                subtask.Key = key;
                subtask.Values.Clear();
            }

            subtask.Freeze().Finish(_store);
            Assert.Null(subtask.Tables.Database.Opened);
        }
    }

    [Fact]
    public void A_value_that_was_removed_is_removed_in_the_file()
    {
        using var subtask = new OneSubtask(_backend);
        subtask.Put(0, Keys);
        subtask.Snapshot(_store);
        for (var key = 0; key < Keys; key += 2)
        {
            subtask.Key = key;
            subtask.Values.Clear();
        }

        using var restored = new OneSubtask(_backend, [subtask.Snapshot(_store)]);
        for (var key = 0; key < Keys; key++)
        {
            restored.Key = key;
            Assert.Equal(key % 2 != 0, restored.Values.TryGet(out _));
        }
    }

    private static byte[] Small(long key) => OneSubtask.ValueOf(key, length: 20);

    private static byte[] SmallAndChanged(long key) => OneSubtask.ValueOf(key + 1, length: 20);

    private RocksDbStateBackend On(long memory, int collectedMin) =>
        new(new RocksDbStateSettings { MemoryBytes = memory, LocalDirs = [_roots["local"]] }) { CollectedMin = collectedMin };
}
