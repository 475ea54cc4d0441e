using FlowActors.State.RocksDb.Interop;
using static FlowActors.StateBackend.RocksDb.Tests.Interop.Folder;

namespace FlowActors.StateBackend.RocksDb.Tests.Interop;

/// <summary>Counts what all of the process has open, so nothing else runs meanwhile.</summary>
[CollectionDefinition(nameof(ManyOpensTests), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(ManyOpensTests))]
public sealed class ManyOpensTests : IDisposable
{
    private const int Opens = 50;

    private readonly Folder _folder = new();

    [Fact]
    public void Many_opens_leave_no_handle()
    {
        for (var i = 0; i < Opens; i++) Turn(i);
        Assert.All(Enum.GetValues<RocksHandleKind>(), kind => Assert.True(RocksHandles.Open(kind) == 0, $"{RocksHandles.Open(kind)} of {kind} are open."));
    }

    public void Dispose() => _folder.Dispose();

    // All that the layer can open, and every way in which an open can end.
    private void Turn(int number)
    {
        using var cache = RocksCache.Lru(1 << 20);
        using var buffers = WriteBuffers.Create(64 << 20, number % 3 == 0 ? cache : null, allowStall: false);
        using var environment = RocksEnvironment.Create(1, 1);
        FamilyOptions[] families =
        [
            new() { BlockCache = cache, PartitionFilters = number % 4 == 0 },
            new() { Name = "scan", BlockCache = cache },
        ];
        var options = new DatabaseOptions { Environment = environment, WriteBuffers = buffers };
        Failures(families, options);

        using var database = _folder.Open(options, families);
        database.Put(0, ("a", "1"));
        database.Put(1, ("a", "1"), ("b", "2"));
        Assert.Equal("1", database.Read(0, "a"));
        Assert.True(database.MayExist(0, Bytes("a")));
        Assert.Throws<RocksException>(() => _folder.Open(options, families));
        using var snapshot = database.Snapshot();
        using var iterator = database.Iterate(1, Bytes("a"), Bytes("z"), snapshot);
        Assert.Equal(Bytes("a"), iterator.Key);
        Assert.Throws<RocksException>(() => database.Checkpoint(_folder.Path));
        Assert.Throws<RocksException>(() => database.Ingest(0, [_folder.Below("missing.sst")], move: false));
        Assert.NotEmpty(database.Text("rocksdb.stats")!);
        if (number % 10 == 0) WithFiles(database, number);

        // Forgotten by its owner: the database closes it.
        _ = database.Iterate(0, [], Bytes("z"));
    }

    private void Failures(FamilyOptions[] families, DatabaseOptions options)
    {
        Assert.Throws<RocksException>(() => RocksDatabase.Open(_folder.Below("no"), options with { CreateIfMissing = false }, families));
        Assert.Throws<RocksException>(() => RocksDatabase.Open(_folder.Below("no"), options, families, readOnly: true));
        Assert.Throws<RocksException>(() => RocksDatabase.FamiliesOf(_folder.Below("no")));
        Assert.Throws<RocksException>(() => new SstWriter(_folder.Below("no/1.sst"), families[0]));
        using var writer = new SstWriter(_folder.Below("1.sst"), families[0]);
        Assert.Throws<RocksException>(writer.Finish);
    }

    private void WithFiles(RocksDatabase database, int number)
    {
        using (var writer = new SstWriter(_folder.Below("2.sst"), new()))
        {
            writer.Put(Bytes("c"), BitConverter.GetBytes(number));
            writer.Finish();
        }

        database.Ingest(1, [_folder.Below("2.sst")], move: true);
        database.Flush([0, 1]);
        database.Checkpoint(_folder.Below("checkpoint"));
        Directory.Delete(_folder.Below("checkpoint"), recursive: true);
        database.Compact(0, [], []);
        database.Compact(1, [], []);
        Assert.NotEmpty(database.LiveFiles());
    }
}
