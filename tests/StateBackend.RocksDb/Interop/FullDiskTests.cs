using FlowActors.State.RocksDb.Interop;
using static FlowActors.StateBackend.RocksDb.Tests.Interop.Folder;

namespace FlowActors.StateBackend.RocksDb.Tests.Interop;

public sealed class FullDiskTests
{
    [FullDiskFact]
    public void A_full_disk_is_named_and_what_was_flushed_is_there_after_a_reopen()
    {
        using var disk = new SmallDisk(8);
        var path = Path.Combine(disk.Path, "db");
        using (var database = RocksDatabase.Open(path, new(), TwoFamilies))
        {
            database.Put(0, ("a", "1"));
            database.Flush([0]);
            var error = Assert.Throws<RocksException>(() =>
            {
                for (var i = 0; i < 100; i++)
                {
                    Write(database, i);
                    database.Flush([0]);
                }
            });
            Assert.Equal(RocksFault.NoSpace, error.Fault);
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
            Assert.Equal("1", database.Read(0, "a"));
        }

        // Read-only, since the disk is still full.
        using var again = RocksDatabase.Open(path, new(), TwoFamilies, readOnly: true);
        Assert.Equal("1", again.Read(0, "a"));
    }

    // Left to itself, RocksDB waits in some of these for somebody to make room.
    [FullDiskFact]
    public void A_write_does_not_wait_for_what_a_full_disk_has_stopped()
    {
        // Each closing waits a second for RocksDB to look again.
        Parallel.For(0, 12, new() { MaxDegreeOfParallelism = 8 }, FillUntilRefused);
    }

    [FullDiskFact]
    public void A_checkpoint_to_a_full_disk_is_named()
    {
        using var disk = new SmallDisk(1);
        using var folder = new Folder();
        using var database = folder.Open();
        for (var i = 0; i < 4; i++) Write(database, i);
        database.Flush([0]);
        var error = Assert.Throws<RocksException>(() => database.Checkpoint(Path.Combine(disk.Path, "checkpoint")));
        Assert.Equal(RocksFault.NoSpace, error.Fault);
        database.Put(1, ("b", "2"));
        Assert.Equal("b=2", database.Scan(1));
    }

    private static void FillUntilRefused(int seed)
    {
        using var disk = new SmallDisk(4);
        var path = Path.Combine(disk.Path, "db");
        using var database = RocksDatabase.Open(path, new(), [new() { WriteBufferBytes = 128 << 10 }, new() { Name = "b" }]);
        var random = new Random(seed);
        var value = new byte[1 << 10];
        var batch = new BatchBuilder(database);
        var error = Assert.Throws<RocksException>(() =>
        {
            for (var i = 0; i < 8 << 10; i++)
            {
                random.NextBytes(value);
                batch.Clear();
                batch.Put(0, BitConverter.GetBytes(random.Next()), value);
                database.Write(batch.Written);
            }
        });
        Assert.True(error.Fault is RocksFault.NoSpace, error.Message);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    // A megabyte that does not compress.
    private static void Write(RocksDatabase database, int number)
    {
        var value = new byte[1 << 20];
        new Random(number).NextBytes(value);
        var batch = new BatchBuilder(database);
        batch.Put(0, BitConverter.GetBytes(number), value);
        database.Write(batch.Written);
    }
}
