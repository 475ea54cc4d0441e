namespace FlowActors.State.RocksDb.Interop;

// The options of the files' format.
internal static unsafe partial class Native
{
    public static readonly delegate* unmanaged[Cdecl]<nint> TableOptions =
        (delegate* unmanaged[Cdecl]<nint>)RocksLibrary.Export("rocksdb_block_based_options_create");

    public static readonly delegate* unmanaged[Cdecl]<nint, void> TableOptionsFree =
        (delegate* unmanaged[Cdecl]<nint, void>)RocksLibrary.Export("rocksdb_block_based_options_destroy");

    public static readonly delegate* unmanaged[Cdecl]<double, nint> BloomFull =
        (delegate* unmanaged[Cdecl]<double, nint>)RocksLibrary.Export("rocksdb_filterpolicy_create_bloom_full");

    public static readonly delegate* unmanaged[Cdecl]<nint, nint, void> TableBlockCache =
        (delegate* unmanaged[Cdecl]<nint, nint, void>)RocksLibrary.Export("rocksdb_block_based_options_set_block_cache");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte, void> TableNoBlockCache =
        (delegate* unmanaged[Cdecl]<nint, byte, void>)RocksLibrary.Export("rocksdb_block_based_options_set_no_block_cache");

    public static readonly delegate* unmanaged[Cdecl]<nint, nuint, void> TableBlockSize =
        (delegate* unmanaged[Cdecl]<nint, nuint, void>)RocksLibrary.Export("rocksdb_block_based_options_set_block_size");

    public static readonly delegate* unmanaged[Cdecl]<nint, nint, void> TableFilterPolicy =
        (delegate* unmanaged[Cdecl]<nint, nint, void>)RocksLibrary.Export("rocksdb_block_based_options_set_filter_policy");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte, void> TableWholeKeyFiltering =
        (delegate* unmanaged[Cdecl]<nint, byte, void>)RocksLibrary.Export("rocksdb_block_based_options_set_whole_key_filtering");

    public static readonly delegate* unmanaged[Cdecl]<nint, int, void> TableIndexType =
        (delegate* unmanaged[Cdecl]<nint, int, void>)RocksLibrary.Export("rocksdb_block_based_options_set_index_type");

    public static readonly delegate* unmanaged[Cdecl]<nint, ulong, void> TableMetadataBlockSize =
        (delegate* unmanaged[Cdecl]<nint, ulong, void>)RocksLibrary.Export("rocksdb_block_based_options_set_metadata_block_size");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte, void> TablePartitionFilters =
        (delegate* unmanaged[Cdecl]<nint, byte, void>)RocksLibrary.Export("rocksdb_block_based_options_set_partition_filters");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte, void> TableCacheIndexAndFilterBlocks =
        (delegate* unmanaged[Cdecl]<nint, byte, void>)RocksLibrary.Export("rocksdb_block_based_options_set_cache_index_and_filter_blocks");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte, void> TableCacheIndexAndFilterBlocksWithHighPriority =
        (delegate* unmanaged[Cdecl]<nint, byte, void>)
        RocksLibrary.Export("rocksdb_block_based_options_set_cache_index_and_filter_blocks_with_high_priority");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte, void> TablePinTopLevelIndexAndFilter =
        (delegate* unmanaged[Cdecl]<nint, byte, void>)RocksLibrary.Export("rocksdb_block_based_options_set_pin_top_level_index_and_filter");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte, void> TablePinL0FilterAndIndexBlocksInCache =
        (delegate* unmanaged[Cdecl]<nint, byte, void>)
        RocksLibrary.Export("rocksdb_block_based_options_set_pin_l0_filter_and_index_blocks_in_cache");
}
