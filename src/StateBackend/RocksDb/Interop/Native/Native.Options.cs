namespace FlowActors.State.RocksDb.Interop;

// The options of a database and of a family. Each setter has the name of its option.
internal static unsafe partial class Native
{
    public static readonly delegate* unmanaged[Cdecl]<nint> Options =
        (delegate* unmanaged[Cdecl]<nint>)RocksLibrary.Export("rocksdb_options_create");

    public static readonly delegate* unmanaged[Cdecl]<nint, void> OptionsFree =
        (delegate* unmanaged[Cdecl]<nint, void>)RocksLibrary.Export("rocksdb_options_destroy");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte*, nint, byte**, void> OptionsFromText =
        (delegate* unmanaged[Cdecl]<nint, byte*, nint, byte**, void>)RocksLibrary.Export("rocksdb_get_options_from_string");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte, void> CreateIfMissing =
        (delegate* unmanaged[Cdecl]<nint, byte, void>)RocksLibrary.Export("rocksdb_options_set_create_if_missing");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte, void> CreateMissingColumnFamilies =
        (delegate* unmanaged[Cdecl]<nint, byte, void>)RocksLibrary.Export("rocksdb_options_set_create_missing_column_families");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte, void> ParanoidChecks =
        (delegate* unmanaged[Cdecl]<nint, byte, void>)RocksLibrary.Export("rocksdb_options_set_paranoid_checks");

    public static readonly delegate* unmanaged[Cdecl]<nint, nint, void> Env =
        (delegate* unmanaged[Cdecl]<nint, nint, void>)RocksLibrary.Export("rocksdb_options_set_env");

    public static readonly delegate* unmanaged[Cdecl]<nint, nint, void> WriteBufferManager =
        (delegate* unmanaged[Cdecl]<nint, nint, void>)RocksLibrary.Export("rocksdb_options_set_write_buffer_manager");

    public static readonly delegate* unmanaged[Cdecl]<nint, int, void> MaxOpenFiles =
        (delegate* unmanaged[Cdecl]<nint, int, void>)RocksLibrary.Export("rocksdb_options_set_max_open_files");

    public static readonly delegate* unmanaged[Cdecl]<nint, nuint, void> CompactionReadaheadSize =
        (delegate* unmanaged[Cdecl]<nint, nuint, void>)RocksLibrary.Export("rocksdb_options_compaction_readahead_size");

    public static readonly delegate* unmanaged[Cdecl]<nint, int, void> MaxFileOpeningThreads =
        (delegate* unmanaged[Cdecl]<nint, int, void>)RocksLibrary.Export("rocksdb_options_set_max_file_opening_threads");

    public static readonly delegate* unmanaged[Cdecl]<nint, int, void> MaxBackgroundJobs =
        (delegate* unmanaged[Cdecl]<nint, int, void>)RocksLibrary.Export("rocksdb_options_set_max_background_jobs");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte, void> AllowConcurrentMemtableWrite =
        (delegate* unmanaged[Cdecl]<nint, byte, void>)RocksLibrary.Export("rocksdb_options_set_allow_concurrent_memtable_write");

    public static readonly delegate* unmanaged[Cdecl]<nint, nuint, void> KeepLogFileNum =
        (delegate* unmanaged[Cdecl]<nint, nuint, void>)RocksLibrary.Export("rocksdb_options_set_keep_log_file_num");

    public static readonly delegate* unmanaged[Cdecl]<nint, int, void> InfoLogLevel =
        (delegate* unmanaged[Cdecl]<nint, int, void>)RocksLibrary.Export("rocksdb_options_set_info_log_level");

    public static readonly delegate* unmanaged[Cdecl]<nint, uint, void> StatsDumpPeriodSec =
        (delegate* unmanaged[Cdecl]<nint, uint, void>)RocksLibrary.Export("rocksdb_options_set_stats_dump_period_sec");

    public static readonly delegate* unmanaged[Cdecl]<nint, uint, void> StatsPersistPeriodSec =
        (delegate* unmanaged[Cdecl]<nint, uint, void>)RocksLibrary.Export("rocksdb_options_set_stats_persist_period_sec");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte, void> AvoidUnnecessaryBlockingIo =
        (delegate* unmanaged[Cdecl]<nint, byte, void>)RocksLibrary.Export("rocksdb_options_set_avoid_unnecessary_blocking_io");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte, void> AvoidFlushDuringShutdown =
        (delegate* unmanaged[Cdecl]<nint, byte, void>)RocksLibrary.Export("rocksdb_options_set_avoid_flush_during_shutdown");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte, void> SkipStatsUpdateOnDbOpen =
        (delegate* unmanaged[Cdecl]<nint, byte, void>)RocksLibrary.Export("rocksdb_options_set_skip_stats_update_on_db_open");

    public static readonly delegate* unmanaged[Cdecl]<nint, nuint, void> WriteBufferSize =
        (delegate* unmanaged[Cdecl]<nint, nuint, void>)RocksLibrary.Export("rocksdb_options_set_write_buffer_size");

    public static readonly delegate* unmanaged[Cdecl]<nint, nuint, void> ArenaBlockSize =
        (delegate* unmanaged[Cdecl]<nint, nuint, void>)RocksLibrary.Export("rocksdb_options_set_arena_block_size");

    public static readonly delegate* unmanaged[Cdecl]<nint, ulong, void> TargetFileSizeBase =
        (delegate* unmanaged[Cdecl]<nint, ulong, void>)RocksLibrary.Export("rocksdb_options_set_target_file_size_base");

    public static readonly delegate* unmanaged[Cdecl]<nint, int, void> Level0FilesCompaction =
        (delegate* unmanaged[Cdecl]<nint, int, void>)RocksLibrary.Export("rocksdb_options_set_level0_file_num_compaction_trigger");

    public static readonly delegate* unmanaged[Cdecl]<nint, ulong, void> MaxBytesForLevelBase =
        (delegate* unmanaged[Cdecl]<nint, ulong, void>)RocksLibrary.Export("rocksdb_options_set_max_bytes_for_level_base");

    public static readonly delegate* unmanaged[Cdecl]<nint, int, void> Compression =
        (delegate* unmanaged[Cdecl]<nint, int, void>)RocksLibrary.Export("rocksdb_options_set_compression");

    public static readonly delegate* unmanaged[Cdecl]<nint, double, void> MemtablePrefixBloomSizeRatio =
        (delegate* unmanaged[Cdecl]<nint, double, void>)RocksLibrary.Export("rocksdb_options_set_memtable_prefix_bloom_size_ratio");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte, void> MemtableWholeKeyFiltering =
        (delegate* unmanaged[Cdecl]<nint, byte, void>)RocksLibrary.Export("rocksdb_options_set_memtable_whole_key_filtering");

    public static readonly delegate* unmanaged[Cdecl]<nint, int, void> DisableAutoCompactions =
        (delegate* unmanaged[Cdecl]<nint, int, void>)RocksLibrary.Export("rocksdb_options_set_disable_auto_compactions");

    public static readonly delegate* unmanaged[Cdecl]<nint, nint, void> BlockBasedTableFactory =
        (delegate* unmanaged[Cdecl]<nint, nint, void>)RocksLibrary.Export("rocksdb_options_set_block_based_table_factory");

    public static readonly delegate* unmanaged[Cdecl]<nint> WriteOptions =
        (delegate* unmanaged[Cdecl]<nint>)RocksLibrary.Export("rocksdb_writeoptions_create");

    public static readonly delegate* unmanaged[Cdecl]<nint, void> WriteOptionsFree =
        (delegate* unmanaged[Cdecl]<nint, void>)RocksLibrary.Export("rocksdb_writeoptions_destroy");

    public static readonly delegate* unmanaged[Cdecl]<nint, int, void> WriteDisableLog =
        (delegate* unmanaged[Cdecl]<nint, int, void>)RocksLibrary.Export("rocksdb_writeoptions_disable_WAL");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte, void> WriteNoSlowdown =
        (delegate* unmanaged[Cdecl]<nint, byte, void>)RocksLibrary.Export("rocksdb_writeoptions_set_no_slowdown");
}
