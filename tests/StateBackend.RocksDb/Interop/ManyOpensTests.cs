using FlowActors.State.RocksDb.Interop;
using static FlowActors.StateBackend.RocksDb.Tests.Interop.Folder;

namespace FlowActors.StateBackend.RocksDb.Tests.Interop;

/// <summary>Counts what all of the process has open, so nothing else runs meanwhile.</summary>
[CollectionDefinition(nameof(ManyOpensTests), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(ManyOpensTests))]
public sealed class ManyOpensTests : IDisposable
{
    // Some times what was ever measured, and a fifth of the options of a read.
    private const double BytesPerTurnMax = 64;

    private readonly Folder _folder = Folder.InMemory();

    [NativeHeapFact]
    public void A_thousand_opens_leave_neither_handles_nor_native_memory()
    {
        var grown = NativeHeap.GrowthPerTurn(warmUp: 200, windows: 8, turns: 100, Turn);
        Assert.All(Enum.GetValues<RocksHandleKind>(), kind => Assert.True(RocksHandles.Open(kind) == 0, $"{RocksHandles.Open(kind)} of {kind} are open."));
        Assert.True(grown < BytesPerTurnMax, $"Each turn leaves {grown:F1} bytes of native memory behind.");
    }

    [NativeHeapFact]
    public unsafe void One_small_object_that_each_turn_leaves_behind_is_noticed()
    {
        var left = new List<nint>();
        var grown = NativeHeap.GrowthPerTurn(warmUp: 40, windows: 8, turns: 20, number =>
        {
            Turn(number);
            left.Add(Native.ReadOptions());
        });
        foreach (var options in left) Native.ReadOptionsFree(options);
        Assert.True(grown > BytesPerTurnMax, $"Each turn left some bytes behind, and {grown:F1} were noticed.");
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
        if (number % 5 == 0) Failures(families, options);
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
        if (number % 10 == 5) WithFiles(database, number);

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
