namespace FlowActors.State.RocksDb.Interop;

// Iterators, snapshots, and the options of reading. What only looks at an iterator takes no time worth leaving managed code for.
internal static unsafe partial class Native
{
    public static readonly delegate* unmanaged[Cdecl]<nint, nint, nint, nint> IteratorOpen =
        (delegate* unmanaged[Cdecl]<nint, nint, nint, nint>)RocksLibrary.Export("rocksdb_create_iterator_cf");

    public static readonly delegate* unmanaged[Cdecl]<nint, void> IteratorFree =
        (delegate* unmanaged[Cdecl]<nint, void>)RocksLibrary.Export("rocksdb_iter_destroy");

    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte> IteratorValid =
        (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte>)RocksLibrary.Export("rocksdb_iter_valid");

    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nuint*, byte*> IteratorKey =
        (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nuint*, byte*>)RocksLibrary.Export("rocksdb_iter_key");

    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nuint*, byte*> IteratorValue =
        (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nuint*, byte*>)RocksLibrary.Export("rocksdb_iter_value");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte**, void> IteratorError =
        (delegate* unmanaged[Cdecl]<nint, byte**, void>)RocksLibrary.Export("rocksdb_iter_get_error");

    public static readonly delegate* unmanaged[Cdecl]<nint, void> IteratorFirst =
        (delegate* unmanaged[Cdecl]<nint, void>)RocksLibrary.Export("rocksdb_iter_seek_to_first");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte*, nuint, void> IteratorSeek =
        (delegate* unmanaged[Cdecl]<nint, byte*, nuint, void>)RocksLibrary.Export("rocksdb_iter_seek");

    public static readonly delegate* unmanaged[Cdecl]<nint, void> IteratorNext =
        (delegate* unmanaged[Cdecl]<nint, void>)RocksLibrary.Export("rocksdb_iter_next");

    public static readonly delegate* unmanaged[Cdecl]<nint, nint> SnapshotTake =
        (delegate* unmanaged[Cdecl]<nint, nint>)RocksLibrary.Export("rocksdb_create_snapshot");

    public static readonly delegate* unmanaged[Cdecl]<nint, nint, void> SnapshotFree =
        (delegate* unmanaged[Cdecl]<nint, nint, void>)RocksLibrary.Export("rocksdb_release_snapshot");

    public static readonly delegate* unmanaged[Cdecl]<nint> ReadOptions =
        (delegate* unmanaged[Cdecl]<nint>)RocksLibrary.Export("rocksdb_readoptions_create");

    public static readonly delegate* unmanaged[Cdecl]<nint, void> ReadOptionsFree =
        (delegate* unmanaged[Cdecl]<nint, void>)RocksLibrary.Export("rocksdb_readoptions_destroy");

    public static readonly delegate* unmanaged[Cdecl]<nint, nint, void> ReadSnapshot =
        (delegate* unmanaged[Cdecl]<nint, nint, void>)RocksLibrary.Export("rocksdb_readoptions_set_snapshot");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte, void> ReadFillCache =
        (delegate* unmanaged[Cdecl]<nint, byte, void>)RocksLibrary.Export("rocksdb_readoptions_set_fill_cache");

    public static readonly delegate* unmanaged[Cdecl]<nint, nuint, void> ReadReadahead =
        (delegate* unmanaged[Cdecl]<nint, nuint, void>)RocksLibrary.Export("rocksdb_readoptions_set_readahead_size");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte, void> ReadTotalOrder =
        (delegate* unmanaged[Cdecl]<nint, byte, void>)RocksLibrary.Export("rocksdb_readoptions_set_total_order_seek");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte*, nuint, void> ReadLowerBound =
        (delegate* unmanaged[Cdecl]<nint, byte*, nuint, void>)RocksLibrary.Export("rocksdb_readoptions_set_iterate_lower_bound");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte*, nuint, void> ReadUpperBound =
        (delegate* unmanaged[Cdecl]<nint, byte*, nuint, void>)RocksLibrary.Export("rocksdb_readoptions_set_iterate_upper_bound");
}
