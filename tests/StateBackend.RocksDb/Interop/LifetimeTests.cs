using FlowActors.State.RocksDb.Interop;
using static FlowActors.StateBackend.RocksDb.Tests.Interop.Folder;

namespace FlowActors.StateBackend.RocksDb.Tests.Interop;

/// <summary>Who closes what, and when.</summary>
public sealed class LifetimeTests : IDisposable
{
    private readonly Folder _folder = new();

    [Fact]
    public void A_database_closes_what_is_still_open_and_counts_it()
    {
        var database = _folder.Open();
        database.Put(1, ("a", "1"), ("b", "2"));
        var closed = database.Iterate(1, [], []);
        closed.Dispose();
        var snapshot = database.Snapshot();
        var iterator = database.Iterate(1, Bytes("a"), Bytes("z"), snapshot);
        var before = RocksHandles.LeakedChildren;
        database.Dispose();
        Assert.Equal(2, database.LeakedChildren);
        Assert.True(RocksHandles.LeakedChildren >= before + 2);
        Assert.False(iterator.IsValid);
        Assert.Throws<ObjectDisposedException>(() => iterator.Key.Length);
        Assert.Throws<ObjectDisposedException>(iterator.Next);
        Assert.Throws<ObjectDisposedException>(() => iterator.Seek([]));
        iterator.Dispose();
        snapshot.Dispose();
        using (_folder.Open()) { }
    }

    [Fact]
    public void All_may_be_disposed_twice()
    {
        var cache = RocksCache.Lru(1 << 20);
        var buffers = WriteBuffers.Create(1 << 20, cache, allowStall: false);
        var environment = RocksEnvironment.Create(1, 1);
        var database = _folder.Open(new() { WriteBuffers = buffers, Environment = environment }, [new() { BlockCache = cache }]);
        var snapshot = database.Snapshot();
        var iterator = database.Iterate(0, [], [], snapshot);
        var writer = new SstWriter(_folder.Below("1.sst"), new());
        for (var i = 0; i < 2; i++)
        {
            writer.Dispose();
            iterator.Dispose();
            snapshot.Dispose();
            database.Dispose();
            environment.Dispose();
            buffers.Dispose();
            cache.Dispose();
        }

        Assert.Equal(0, database.LeakedChildren);
    }

    [Fact]
    public void A_closed_database_refuses_every_call()
    {
        var database = _folder.Open();
        database.Dispose();
        Action[] calls =
        [
            () => database.Get(0, [1], []),
            () => database.MayExist(0, [1]),
            () => database.Write(new byte[BatchBuilder.HeaderBytes]),
            () => database.Iterate(0, [], []),
            () => database.Snapshot(),
            () => database.Flush([0]),
            () => database.Checkpoint(_folder.Below("checkpoint")),
            () => database.DeleteFilesInRange(0, [], []),
            () => database.Compact(0, [], []),
            () => database.Ingest(0, ["1.sst"], move: false),
            () => database.Number("rocksdb.background-errors"),
            () => database.Text("rocksdb.stats"),
            () => database.LiveFiles(),
            () => database.DisableAutoCompaction(0),
            () => database.EnableAutoCompaction(0),
            () => database.FamilyId(0),
        ];
        Assert.All(calls, call => Assert.Throws<ObjectDisposedException>(call));
    }

    [Fact]
    public void A_snapshot_that_was_disposed_is_refused()
    {
        using var database = _folder.Open();
        var snapshot = database.Snapshot();
        snapshot.Dispose();
        Assert.Throws<ObjectDisposedException>(() => database.Iterate(0, [], [], snapshot));
    }

    [Fact]
    public void A_database_closes_once_when_many_close_it()
    {
        for (var round = 0; round < 20; round++)
        {
            var database = _folder.Open();
            database.Put(0, ("a", "1"));
            var iterators = Enumerable.Range(0, 8).Select(_ => database.Iterate(0, [], [])).ToArray();
            Parallel.For(0, 16, i =>
            {
                if (i % 2 == 0) database.Dispose();
                else iterators[i / 2].Dispose();
            });
            Assert.InRange(database.LeakedChildren, 0, iterators.Length);
        }
    }

    [Fact]
    public void A_cache_and_write_buffers_outlive_their_handles_in_a_database()
    {
        using var cache = RocksCache.Lru(8 << 20);
        var buffers = WriteBuffers.Create(4 << 20, cache, allowStall: true);
        using var database = _folder.Open(new() { WriteBuffers = buffers }, [new() { BlockCache = cache, PartitionFilters = true }]);
        buffers.Dispose();
        Assert.Throws<ObjectDisposedException>(() => buffers.Usage);
        database.Put(0, ("a", "1"));
        database.Flush([0]);
        Assert.Equal("a=1", database.Scan(0));
    }

    [Fact]
    public void Memtables_count_in_the_buffers_and_in_the_cache_that_they_are_charged_to()
    {
        using var cache = RocksCache.Lru(64 << 20);
        using var buffers = WriteBuffers.Create(32 << 20, cache, allowStall: false);
        using var database = _folder.Open(new() { WriteBuffers = buffers }, [new() { BlockCache = cache }]);
        var empty = (Buffers: buffers.Usage, Cache: cache.Usage);
        var batch = new BatchBuilder(database);
        batch.Put(0, [1], new byte[4 << 20]);
        database.Write(batch.Written);
        Assert.InRange(buffers.Usage - empty.Buffers, 4 << 20, 8 << 20);
        Assert.InRange(cache.Usage - empty.Cache, 4 << 20, 8 << 20);
        Assert.Equal(32 << 20, buffers.Limit);
    }

    [Fact]
    public void Blocks_that_were_read_are_in_the_cache_as_far_as_it_goes()
    {
        using var cache = RocksCache.Lru(1 << 20);
        using var database = _folder.Open(families: [new() { BlockCache = cache }]);
        var batch = new BatchBuilder(database);
        for (var i = 0; i < 100; i++) batch.Put(0, BitConverter.GetBytes(i), new byte[4000]);
        database.Write(batch.Written);
        database.Flush([0]);
        Assert.Equal(1 << 20, cache.Capacity);
        database.Scan(0);
        Assert.InRange(cache.Usage, 0, 40_000);
        for (var i = 0; i < 100; i++) database.Get(0, BitConverter.GetBytes(i), new byte[4000]);
        Assert.InRange(cache.Usage, 100 * 4000, 1 << 20);
        Assert.InRange(cache.PinnedUsage, 0, 1000);
    }

    public void Dispose() => _folder.Dispose();
}
