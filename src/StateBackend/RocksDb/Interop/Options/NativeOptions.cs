using System.Text;

namespace FlowActors.State.RocksDb.Interop;

/// <summary>Makes RocksDB's option objects. They are copied by the call that takes them, so they are freed right after it.</summary>
internal static unsafe class NativeOptions
{
    private const int WarnLevel = 2;
    private const int TwoLevelIndex = 2;

    /// <summary>The height and branching of the skip lists in the buckets: RocksDB's own.</summary>
    private const int SkipListShape = 4;

    /// <summary>By what a limit of writing is filled up again, and how often low requests go first: RocksDB's own.</summary>
    private const long RefillMicroseconds = 100_000;

    private const int RateFairness = 10;

    public static RocksObject Of(DatabaseOptions options)
    {
        var made = new RocksObject(Native.Options(), RocksHandleKind.Options, Native.OptionsFree);
        var native = made.Native;
        Native.CreateIfMissing(native, Byte(options.CreateIfMissing));
        Native.CreateMissingColumnFamilies(native, 1);
        Native.ParanoidChecks(native, Byte(options.ParanoidChecks));
        Native.MaxOpenFiles(native, options.MaxOpenFiles);
        Native.MaxBackgroundJobs(native, options.MaxBackgroundJobs);
        Native.AllowConcurrentMemtableWrite(native, 0);
        Native.KeepLogFileNum(native, 1);
        Native.InfoLogLevel(native, WarnLevel);
        Native.StatsDumpPeriodSec(native, 0);
        Native.StatsPersistPeriodSec(native, 0);
        Native.AvoidUnnecessaryBlockingIo(native, 1);
        Native.AvoidFlushDuringShutdown(native, Byte(!options.FlushOnDispose));
        Native.SkipStatsUpdateOnDbOpen(native, Byte(options.SkipStatisticsOnOpen));
        Native.AtomicFlush(native, Byte(options.AtomicFlush));
        if (options.BytesPerSync is { } sync) Native.BytesPerSync(native, (ulong)sync);
        if (options.Environment is { } environment) Native.Env(native, environment.Native);
        if (options.WriteBuffers is { } buffers) Native.WriteBufferManager(native, buffers.Native);
        if (options.WriteRateBytes is { } rate)
        {
            using var limiter = new RocksObject(
                Native.RateLimiter(rate, RefillMicroseconds, RateFairness), RocksHandleKind.RateLimiter, Native.RateLimiterFree);
            Native.UseRateLimiter(native, limiter.Native);
        }

        if (options.LogFolder is { } folder)
        {
            fixed (byte* text = Text(folder)) Native.DbLogDir(native, text);
        }

        return made;
    }

    public static RocksObject Of(FamilyOptions family)
    {
        var made = new RocksObject(Native.Options(), RocksHandleKind.Options, Native.OptionsFree);
        var native = made.Native;
        Native.WriteBufferSize(native, (nuint)family.WriteBufferBytes);
        Native.MaxWriteBufferNumber(native, family.MaxWriteBuffers);
        if (family.ArenaBlockBytes > 0) Native.ArenaBlockSize(native, (nuint)family.ArenaBlockBytes);
        Native.Level0FileNumCompactionTrigger(native, family.Level0FilesTrigger);
        Native.Level0SlowdownWritesTrigger(native, family.Level0SlowdownTrigger);
        Native.Level0StopWritesTrigger(native, family.Level0StopTrigger);
        Native.TargetFileSizeBase(native, (ulong)family.TargetFileBytes);
        Native.MaxBytesForLevelBase(native, (ulong)family.MaxBytesForLevelBase);
        Native.LevelCompactionDynamicLevelBytes(native, Byte(family.DynamicLevelBytes));
        Native.Compression(native, (int)family.Compression);
        Native.OptimizeFiltersForHits(native, family.OptimizeFiltersForHits ? 1 : 0);
        Native.DisableAutoCompactions(native, family.DisableAutoCompaction ? 1 : 0);
        Native.AllowConcurrentMemtableWrite(native, 0);
        if (family.MemtableBloomRatio > 0)
        {
            Native.MemtablePrefixBloomSizeRatio(native, family.MemtableBloomRatio);
            Native.MemtableWholeKeyFiltering(native, 1);
        }

        if (family.HashSkipListBuckets > 0)
        {
            // The options own the extractor from here.
            Native.PrefixExtractor(native, Native.PrefixNoop());
            Native.HashSkipListRep(native, (nuint)family.HashSkipListBuckets, SkipListShape, SkipListShape);
        }

        using var table = Table(family);
        Native.BlockBasedTableFactory(native, table.Native);
        return made;
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
        Native.TableCacheIndexAndFilterBlocks(native, 1);
        Native.TableCacheIndexAndFilterBlocksWithHighPriority(native, 1);
        Native.TablePinTopLevelIndexAndFilter(native, 1);
        Native.TablePinL0FilterAndIndexBlocksInCache(native, 1);
        return made;
    }

    private static byte Byte(bool value) => value ? (byte)1 : (byte)0;
}
