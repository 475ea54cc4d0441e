using FlowActors.State.RocksDb.Interop;
using static FlowActors.StateBackend.RocksDb.Tests.Interop.Folder;

namespace FlowActors.StateBackend.RocksDb.Tests.Interop;

public sealed class RocksDatabaseTests : IDisposable
{
    private readonly Folder _folder = new();

    [Fact]
    public void A_value_is_read_back_whatever_its_size()
    {
        using var database = _folder.Open();
        var batch = new BatchBuilder(database);
        for (var size = 0; size < 70_000; size = (size * 2) + 1)
        {
            batch.Put(0, BitConverter.GetBytes(size), new byte[size]);
            batch.Put(1, [], new byte[] { 7 });
        }

        database.Write(batch.Written);
        var buffer = new byte[70_000];
        for (var size = 0; size < 70_000; size = (size * 2) + 1) Assert.Equal(size, database.Get(0, BitConverter.GetBytes(size), buffer));
        Assert.Equal(1, database.Get(1, [], buffer));
        Assert.Equal(7, buffer[0]);
        Assert.Equal(-1, database.Get(0, [], buffer));
    }

    [Fact]
    public void A_buffer_that_is_too_small_learns_the_length_and_keeps_its_bytes()
    {
        using var database = _folder.Open();
        database.Put(0, ("a", "12345"));
        var buffer = new byte[] { 9, 9, 9, 9 };
        Assert.Equal(5, database.Get(0, Bytes("a"), buffer));
        Assert.Equal([9, 9, 9, 9], buffer);
        Assert.Equal(5, database.Get(0, Bytes("a"), []));
        Assert.Equal(-1, database.Get(0, Bytes("b"), []));
    }

    [Fact]
    public void A_read_allocates_nothing()
    {
        using var database = _folder.Open();
        database.Put(0, ("a", "1"));
        var key = Bytes("a").ToArray();
        var buffer = new byte[16];
        database.Get(0, key, buffer);
        database.MayExist(0, key);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            database.Get(0, key, buffer);
            database.MayExist(0, key);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Whether_a_key_may_exist_is_known_from_the_filter()
    {
        using var database = _folder.Open();
        database.Put(0, ("a", "1"));
        database.Flush([0]);
        Assert.True(database.MayExist(0, Bytes("a")));
        Assert.False(database.MayExist(0, Bytes("b")));
    }

    [Fact]
    public void An_iteration_stays_in_its_range()
    {
        using var database = _folder.Open();
        database.Put(1, ("a", "1"), ("b", "2"), ("c", "3"), ("d", "4"));
        Assert.Equal("a=1 b=2 c=3 d=4", database.Scan(1));
        Assert.Equal("b=2 c=3", database.Scan(1, "b", "d"));
        Assert.Equal("a=1", database.Scan(1, to: "b"));
        Assert.Equal("d=4", database.Scan(1, "cc"));
        Assert.Equal("", database.Scan(1, "d", "b"));
        Assert.Equal("", database.Scan(0));

        using var iterator = database.Iterate(1, Bytes("b"), Bytes("d"));
        iterator.Seek(Bytes("x"));
        Assert.False(iterator.IsValid);
        iterator.Seek(Bytes("a"));
        Assert.Equal(Bytes("b"), iterator.Key);
        iterator.Next();
        Assert.Equal(Bytes("c"), iterator.Key);
        iterator.Next();
        Assert.Throws<InvalidOperationException>(() => iterator.Key.Length);
        Assert.Throws<InvalidOperationException>(() => iterator.Value.Length);
        Assert.Throws<InvalidOperationException>(iterator.Next);
    }

    [Fact]
    public void The_bounds_are_the_iterators_own()
    {
        using var database = _folder.Open();
        database.Put(1, ("a", "1"), ("b", "2"), ("c", "3"));
        var from = Bytes("a").ToArray();
        var to = Bytes("c").ToArray();
        using var iterator = database.Iterate(1, from, to);
        to[0] = (byte)'z';
        from[0] = (byte)'z';
        iterator.SeekToFirst();
        Assert.Equal(Bytes("a"), iterator.Key);
        iterator.Next();
        Assert.Equal(Bytes("b"), iterator.Key);
        iterator.Next();
        Assert.False(iterator.IsValid);
    }

    [Fact]
    public void A_snapshot_sees_what_was_there()
    {
        using var database = _folder.Open();
        database.Put(1, ("a", "1"), ("b", "2"));
        using var snapshot = database.Snapshot();
        database.Put(1, ("a", "9"), ("c", "3"));
        database.Flush([0, 1]);
        database.Compact(1, [], []);
        Assert.Equal("a=1 b=2", database.Scan(1, at: snapshot));
        Assert.Equal("a=9 b=2 c=3", database.Scan(1));
    }

    [Fact]
    public void A_snapshot_of_another_database_is_refused()
    {
        using var database = _folder.Open();
        using var other = RocksDatabase.Open(_folder.Below("other"), new(), TwoFamilies);
        using var snapshot = other.Snapshot();
        Assert.Contains(database.Path, Assert.Throws<ArgumentException>(() => database.Iterate(0, [], [], snapshot)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_was_flushed_is_there_after_a_reopen()
    {
        using (var database = _folder.Open())
        {
            database.Put(0, ("a", "1"));
            database.Flush([0]);
            database.Put(0, ("b", "2"));
        }

        using var again = _folder.Open();
        Assert.Equal("a=1", again.Scan(0));
    }

    [Fact]
    public void A_checkpoint_is_a_database_of_its_own_with_links_to_the_same_files()
    {
        using var database = _folder.Open();
        database.Put(0, ("a", "1"));
        database.Put(1, ("b", "2"));
        database.Checkpoint(_folder.Below("checkpoint"));
        Assert.DoesNotContain(Directory.GetFiles(_folder.Below("checkpoint"), "*.log"), file => new FileInfo(file).Length > 0);
        database.Put(0, ("a", "9"));
        database.Flush([0, 1]);
        database.Compact(0, [], []);

        using var copy = RocksDatabase.Open(_folder.Below("checkpoint"), new(), TwoFamilies);
        Assert.Equal("a=1", copy.Scan(0));
        Assert.Equal("b=2", copy.Scan(1));
    }

    [Fact]
    public void A_checkpoint_into_a_folder_that_exists_names_both()
    {
        using var database = _folder.Open();
        var folder = Directory.CreateDirectory(_folder.Below("there")).FullName;
        var error = Assert.Throws<RocksException>(() => database.Checkpoint(folder));
        Assert.Contains(folder, error.Message, StringComparison.Ordinal);
        Assert.Contains(database.Path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_are_listed_with_family_and_level_and_go_with_their_range()
    {
        using var database = _folder.Open();
        database.DisableAutoCompaction(1);
        database.Put(1, ("a", "1"), ("b", "2"));
        database.Flush([1]);
        database.Put(1, ("c", "3"), ("d", "4"));
        database.Flush([1]);
        Assert.Equal([("scan", 0), ("scan", 0)], database.LiveFiles().Select(file => (file.Family, file.Level)));
        Assert.All(database.LiveFiles(), file => Assert.Equal(file.Bytes, new FileInfo(Path.Combine(database.Path, file.Name)).Length));

        // Files of level 0 are not deleted by their range.
        database.Compact(1, Bytes("a"), Bytes("b"));
        database.DeleteFilesInRange(1, Bytes("a"), Bytes("bb"));
        Assert.Equal("c=3 d=4", database.Scan(1));
        database.EnableAutoCompaction(1);
    }

    [Fact]
    public void Figures_are_of_a_family_or_the_database()
    {
        using var database = _folder.Open();
        database.Put(1, ("a", "1"), ("b", "2"));
        Assert.Equal(2, database.Number("rocksdb.estimate-num-keys", 1));
        Assert.Equal(0, database.Number("rocksdb.estimate-num-keys", 0));
        Assert.Equal(0, database.Number("rocksdb.background-errors"));
        Assert.Contains("DB Stats", database.Text("rocksdb.stats"), StringComparison.Ordinal);
        Assert.Contains("[scan]", database.Text("rocksdb.cfstats", 1), StringComparison.Ordinal);
        Assert.Null(database.Text("rocksdb.no-such"));
        Assert.Contains("rocksdb.no-such", Assert.Throws<ArgumentException>(() => database.Number("rocksdb.no-such")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_read_only_database_writes_nothing_and_needs_no_lock()
    {
        using var database = _folder.Open();
        database.Put(0, ("a", "1"));
        database.Flush([0]);
        using var reader = _folder.Open(readOnly: true);
        Assert.Equal("a=1", reader.Scan(0));
        Assert.Contains("read only", Assert.Throws<RocksException>(() => reader.Put(0, ("b", "2"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_families_of_a_folder_are_listed()
    {
        using (_folder.Open()) { }
        Assert.Equal(["default", "scan"], RocksDatabase.FamiliesOf(_folder.Below("db")));
    }

    public void Dispose() => _folder.Dispose();
}
