using FlowActors.State;
using FlowActors.State.Folders;
using FlowActors.State.RocksDb;
using FlowActors.State.RocksDb.Interop;
using FlowActors.State.RocksDb.Storage;
using FlowActors.StateBackend.Tests.Folders;

namespace FlowActors.StateBackend.Tests.RocksDb;

/// <summary>What a disk can do to state: each fault is named, no wrong value is read, and what was stored before is whole.</summary>
public sealed class DiskFaults : IDisposable
{
    private const int Keys = 2_000;

    private readonly TemporaryRoots _roots = new();
    private readonly DatabaseStore _store = new();

    public void Dispose()
    {
        _store.Dispose();
        _roots.Dispose();
    }

    [FactOnSmallDisk]
    public void A_disk_that_fills_up_as_values_leave_memory_is_named_and_the_last_snapshot_restores()
    {
        using var disk = SmallDisk.Mount(_roots["small"], "size=16m");
        using (var backend = On("small"))
        {
            using var subtask = new OneSubtask(backend);
            subtask.Put(0, Keys);
            var stored = subtask.Snapshot(_store);
            var failure = Assert.ThrowsAny<IOException>(() => subtask.Put(Keys, 40_000));
            Assert.Contains(_roots["small"], failure.Message, StringComparison.Ordinal);
            Assert.Contains("Make room", failure.Message, StringComparison.Ordinal);
            AssertRestores(stored);
        }

        disk.Empty();
    }

    [FactOnSmallDisk]
    public void A_disk_that_is_full_when_a_snapshot_is_linked_is_named_and_the_one_before_restores()
    {
        using var disk = SmallDisk.Mount(_roots["small"], "size=16m");
        using (var backend = On("small"))
        {
            using var subtask = new OneSubtask(backend);
            subtask.Put(0, Keys);
            var stored = subtask.Snapshot(_store);
            subtask.Put(Keys, 300);
            Fill(_roots["small"]);
            var failure = Assert.ThrowsAny<IOException>(() => subtask.Snapshot(_store));
            Assert.Contains(_roots["small"], failure.Message, StringComparison.Ordinal);
            AssertRestores(stored);
        }

        disk.Empty();
    }

    [FactOnSmallDisk]
    public void Values_that_a_full_disk_kept_from_becoming_a_file_are_in_the_next_snapshot()
    {
        using var disk = SmallDisk.Mount(_roots["small"], "size=16m");
        using (var backend = On("small", memory: 65 << 20, collectedMin: 0))
        {
            using var subtask = new OneSubtask(backend);
            subtask.Put(0, Keys);
            subtask.Snapshot(_store);
            subtask.Put(Keys, 300);
            Fill(_roots["small"]);
            var failure = Assert.ThrowsAny<IOException>(() => subtask.Snapshot(_store));
            Assert.Contains(_roots["small"], failure.Message, StringComparison.Ordinal);
            foreach (var piece in Directory.GetFiles(_roots["small"], "fill-*")) File.Delete(piece);
            using var restored = new OneSubtask(backend, [subtask.Snapshot(_store)]);
            restored.AssertHolds(0, Keys + 300);
        }

        disk.Empty();
    }

    [Fact]
    public void A_local_folder_that_vanishes_is_named_and_the_last_snapshot_restores()
    {
        using var backend = On("vanishing");
        using var subtask = new OneSubtask(backend);
        subtask.Put(0, Keys);
        var stored = subtask.Snapshot(_store);
        Directory.Delete(_roots["vanishing"], recursive: true);

        // The one that comes after a flush in the background knows it, be that a write or the snapshot.
        var failure = Assert.ThrowsAny<IOException>(() =>
        {
            subtask.Put(Keys, 300);
            subtask.Snapshot(_store);
        });
        Assert.Contains(_roots["vanishing"], failure.Message, StringComparison.Ordinal);

        // Nor is a database made anew in what is not there any more.
        using var other = new OneSubtask(backend);
        other.Key = 1;
        other.Values.Update([1]);
        var refused = Assert.Throws<LocalFoldersException>(other.Forget);
        Assert.Contains(LocalFolders.Key, refused.Message, StringComparison.Ordinal);
        AssertRestores(stored);
    }

    [Fact]
    public void A_damaged_file_is_told_when_it_is_read_and_gives_no_wrong_value()
    {
        using var backend = On("local");
        using var subtask = new OneSubtask(backend);
        subtask.Put(0, Keys);
        var stored = subtask.Snapshot(_store);
        Damage(stored);
        using var restored = new OneSubtask(backend, [stored]);
        var failures = 0;
        for (var key = 0; key < Keys; key++)
        {
            restored.Key = key;
            try
            {
                Assert.True(restored.Values.TryGet(out var value));
                Assert.Equal(OneSubtask.ValueOf(key), value);
            }
            catch (RocksException e)
            {
                Assert.Equal(RocksFault.Corruption, e.Fault);
                Assert.Contains(_roots["local"], e.Message, StringComparison.Ordinal);
                failures++;
            }
        }

        Assert.InRange(failures, 1, Keys - 1);
    }

    [Fact]
    public void A_damaged_file_whose_entries_are_copied_refuses_the_restore()
    {
        using var backend = On("local");
        using var half = new OneSubtask(backend, last: 7);
        using var whole = new OneSubtask(backend);
        half.Key = KeyIn(7);
        half.Values.Update([1]);
        whole.Put(0, Keys);
        var damaged = whole.Snapshot(_store) with { KeyGroups = new KeyGroupRange(8, 15) };
        Damage(damaged);
        var failure = Assert.Throws<RocksException>(() => new OneSubtask(backend, [half.Snapshot(_store), damaged]));
        Assert.Equal(RocksFault.Corruption, failure.Fault);
    }

    [Fact]
    public void A_missing_file_refuses_the_restore_and_is_named()
    {
        using var backend = On("local");
        using var subtask = new OneSubtask(backend);
        subtask.Put(0, Keys);
        var stored = subtask.Snapshot(_store);
        var missing = stored.Files.First(f => f.Name.EndsWith(".sst", StringComparison.Ordinal));
        var failure = Assert.Throws<RocksException>(() => new OneSubtask(backend, [stored with { Files = [.. stored.Files.Where(f => f != missing)] }]));
        Assert.Contains(missing.Name, failure.Message, StringComparison.Ordinal);
        AssertRestores(stored);
    }

    [Fact]
    public void A_database_of_a_newer_build_is_refused()
    {
        using var backend = On("local");
        using var subtask = new OneSubtask(backend);
        subtask.Put(0, 10);
        var stored = subtask.Snapshot(_store);
        var folder = _roots["newer"];
        Directory.CreateDirectory(folder);
        foreach (var file in stored.Files) file.Fetch(Path.Join(folder, file.Name));
        using (var database = RocksDatabase.Open(folder, new(), [new(), new() { Name = "ordered" }]))
        {
            var batch = new BatchBuilder(database);
            batch.Put(StateDatabase.Points, StateDirectory.Key, [2]);
            database.Write(batch.Written);
            database.Flush([StateDatabase.Points, StateDatabase.Ordered]);
        }

        var files = Directory.GetFiles(folder).Where(f => Path.GetFileName(f) is not "LOCK" and not "IDENTITY" && !Path.GetFileName(f).StartsWith("LOG", StringComparison.Ordinal));
        var newer = stored with { Files = [.. files.Select(f => new StoredDatabaseFile(Path.GetFileName(f), new FileInfo(f).Length, to => File.Copy(f, to)))] };
        var failure = Assert.Throws<NotSupportedException>(() => new OneSubtask(backend, [newer]));
        Assert.Contains("newer build", failure.Message, StringComparison.Ordinal);
    }

    private static long KeyIn(int group) => Enumerable.Range(0, 10_000).First(
        key => KeyGroups.Assign(Serialization.SerializerRegistry.Default.GetKey<long>().StableHash(key), 16) == group);

    private static void Fill(string folder)
    {
        foreach (var piece in new[] { 1 << 20, 4 << 10 })
        {
            try
            {
                using var file = new FileStream(Path.Join(folder, $"fill-{piece}"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
                while (true) file.Write(new byte[piece]);
            }
            catch (IOException)
            {
                // It is full.
            }
        }
    }

    private RocksDbStateBackend On(string root, long memory = 5 << 20, int collectedMin = Lot.EntriesMax) =>
        new(new RocksDbStateSettings { MemoryBytes = memory, LocalDirs = [_roots[root]] }) { CollectedMin = collectedMin };

    // In a block of entries, of which a file has hardly anything else; three quarters on, which is in one of the last key groups.
    private void Damage(StoredDatabase stored)
    {
        var largest = stored.Files.Where(f => f.Name.EndsWith(".sst", StringComparison.Ordinal)).MaxBy(f => f.Length)!;
        using var file = File.Open(_store.PathOf(largest), FileMode.Open);
        var position = largest.Length * 3 / 4;
        file.Position = position;
        var old = file.ReadByte();
        file.Position = position;
        file.WriteByte((byte)(old ^ 0x40));
    }

    private void AssertRestores(StoredDatabase stored)
    {
        using var backend = On("another");
        using var restored = new OneSubtask(backend, [stored]);
        restored.AssertHolds(0, Keys);
    }
}
