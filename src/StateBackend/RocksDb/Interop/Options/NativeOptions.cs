using System.Text;

namespace FlowActors.State.RocksDb.Interop;

/// <summary>Makes RocksDB's option objects. They are copied by the call that takes them, so they are freed right after it.</summary>
internal static unsafe class NativeOptions
{
    private const int WarnLevel = 2;
    private const int TwoLevelIndex = 2;
    private const int FileOpeningThreadsMax = 16;

    // Of a memtable. A key that is new is looked for there first, which took longer than to write it.
    private const double MemtableFilterRatio = 0.02;

    // A place in a memtable is looked for from where the entry before was put, instead of from its top: lots come in the order of their keys. There is a hint
    // for each first byte of a key.
    private const string InsertWithHint = "memtable_insert_with_hint_prefix_extractor=rocksdb.CappedPrefix.1";

    public static RocksObject Of(DatabaseOptions options)
    {
        var made = new RocksObject(Native.Options(), RocksHandleKind.Options, Native.OptionsFree);
        var native = made.Native;
        Native.CreateIfMissing(native, Byte(options.CreateIfMissing));
        Native.CreateMissingColumnFamilies(native, 1);
        Native.ParanoidChecks(native, 1);
        Native.MaxOpenFiles(native, -1);

        // RocksDB would start 16 threads at each open, however few files there are.
        Native.MaxFileOpeningThreads(native, Math.Min(FileOpeningThreadsMax, Environment.ProcessorCount));
        Native.MaxBackgroundJobs(native, options.MaxBackgroundJobs);
        Native.AllowConcurrentMemtableWrite(native, 0);
        Native.KeepLogFileNum(native, 1);
        Native.InfoLogLevel(native, WarnLevel);
        Native.StatsDumpPeriodSec(native, 0);
        Native.StatsPersistPeriodSec(native, 0);
        Native.AvoidUnnecessaryBlockingIo(native, 1);
        Native.AvoidFlushDuringShutdown(native, 1);
        Native.SkipStatsUpdateOnDbOpen(native, 1);
        if (options.CompactionReadaheadBytes is { } readahead) Native.CompactionReadaheadSize(native, (nuint)readahead);
        if (options.Environment is { } environment) Native.Env(native, environment.Native);
        if (options.WriteBuffers is { } buffers) Native.WriteBufferManager(native, buffers.Native);
        return made;
    }

    public static RocksObject Of(FamilyOptions family)
    {
        using var set = Set(family);
        return With(set, InsertWithHint);
    }

    private static RocksObject Set(FamilyOptions family)
    {
        var made = new RocksObject(Native.Options(), RocksHandleKind.Options, Native.OptionsFree);
        var native = made.Native;
        Native.WriteBufferSize(native, (nuint)family.WriteBufferBytes);
        if (family.ArenaBlockBytes > 0) Native.ArenaBlockSize(native, (nuint)family.ArenaBlockBytes);
        Native.TargetFileSizeBase(native, (ulong)family.TargetFileBytes);
        Native.MaxBytesForLevelBase(native, (ulong)family.MaxBytesForLevelBase);
        Native.Level0FilesCompaction(native, family.Level0Files);
        Native.Compression(native, (int)family.Compression);
        Native.MemtablePrefixBloomSizeRatio(native, family.BloomBitsPerKey > 0 ? MemtableFilterRatio : 0);
        Native.MemtableWholeKeyFiltering(native, Byte(family.BloomBitsPerKey > 0));
        Native.DisableAutoCompactions(native, family.DisableAutoCompaction ? 1 : 0);
        Native.AllowConcurrentMemtableWrite(native, 0);
        using var table = Table(family);
        Native.BlockBasedTableFactory(native, table.Native);
        return made;
    }

    // What has no setter of its own is given as a text.
    private static RocksObject With(RocksObject set, string more)
    {
        var made = new RocksObject(Native.Options(), RocksHandleKind.Options, Native.OptionsFree);
        byte* error = null;
        fixed (byte* text = Text(more)) Native.OptionsFromText(set.Native, text, made.Native, &error);
        if (error is null) return made;
        made.Dispose();
        throw RocksException.Of(error, "Setting options", more);
    }

    /// <summary>A text as the library reads it.</summary>
    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text + '\0');

    private static RocksObject Table(FamilyOptions family)
    {
        var made = new RocksObject(Native.TableOptions(), RocksHandleKind.Options, Native.TableOptionsFree);
        var native = made.Native;
        Native.TableBlockSize(native, (nuint)family.BlockBytes);
        Native.TableWholeKeyFiltering(native, 1);

        // Without either, RocksDB makes a cache for each family that no budget knows of.
        if (family.BlockCache is { } cache) Native.TableBlockCache(native, cache.Native);
        else Native.TableNoBlockCache(native, 1);

        // The table options own the filter's policy, so each has one of its own.
        if (family.BloomBitsPerKey > 0) Native.TableFilterPolicy(native, Native.BloomFull(family.BloomBitsPerKey));
        if (!family.PartitionFilters) return made;
        Native.TableIndexType(native, TwoLevelIndex);
        Native.TablePartitionFilters(native, 1);
        Native.TableMetadataBlockSize(native, (ulong)family.FilterPartBytes);
        Native.TableCacheIndexAndFilterBlocks(native, 1);
        Native.TableCacheIndexAndFilterBlocksWithHighPriority(native, 1);
        Native.TablePinTopLevelIndexAndFilter(native, 1);
        Native.TablePinL0FilterAndIndexBlocksInCache(native, 1);
        return made;
    }

    private static byte Byte(bool value) => value ? (byte)1 : (byte)0;
}
