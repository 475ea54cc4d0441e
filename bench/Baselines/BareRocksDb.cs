using System.Buffers.Binary;
using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;
using RocksDbSharp;

namespace FlowActors.Bench.Baselines;

/// <summary>A count by one get and one put a record, through the span API of the package's own wrapper. The database is filled and compacted before the first run.</summary>
internal sealed class BareRocksDb(string name, RunningKeys work) : RunningContender(name, work)
{
    /// <summary>What its blocks and memtables take: one is written while another one is flushed.</summary>
    public const long MemoryBytes = BlockBytes + 2 * MemtableBytes;

    private const long BlockBytes = 256 << 20;
    private const long MemtableBytes = 64 << 20;
    private const int BatchRecords = 1_000;
    private readonly WriteOptions _write = new WriteOptions().DisableWal(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-bare-").FullName;
    private RocksDb? _database;

    public override ValueTask PrepareAsync()
    {
        var tables = new BlockBasedTableOptions().SetBlockCache(Cache.CreateLru((ulong)BlockBytes)).SetFilterPolicy(BloomFilterPolicy.Create(10, false));
        var options = new DbOptions()
            .SetCreateIfMissing(true)
            .SetAllowConcurrentMemtableWrite(false)
            .SetCompression(Compression.Lz4)
            .SetWriteBufferSize((ulong)MemtableBytes)
            .SetBlockBasedTableFactory(tables);
        _database = RocksDb.Open(options, _folder);
        Fill(_database);
        _database.CompactRange((byte[]?)null, (byte[]?)null);
        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _database?.Dispose();
        Directory.Delete(_folder, recursive: true);
        return base.DisposeAsync();
    }

    protected override long Run(int run)
    {
        var (database, work, sum) = (_database!, Work, 0L);
        Span<byte> key = stackalloc byte[sizeof(long)];
        Span<byte> value = stackalloc byte[sizeof(long)];
        for (var i = 0; i < work.Records; i++)
        {
            BinaryPrimitives.WriteInt64BigEndian(key, work.KeyOf(run, i));
            var count = database.GetFixedSizeValue(key, value) ? BinaryPrimitives.ReadInt64LittleEndian(value) : 0;
            sum += ++count;
            BinaryPrimitives.WriteInt64LittleEndian(value, count);
            database.Put(key, value, null, _write);
        }

        return sum;
    }

    private void Fill(RocksDb database)
    {
        Span<byte> key = stackalloc byte[sizeof(long)];
        Span<byte> value = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(value, 1);
        using var batch = new WriteBatch();
        for (var i = 0L; i < Work.Keys; i++)
        {
            BinaryPrimitives.WriteInt64BigEndian(key, i);
            batch.Put(key, value);
            if (i % BatchRecords != BatchRecords - 1 && i != Work.Keys - 1) continue;
            database.Write(batch, _write);
            batch.Clear();
        }
    }
}
