namespace FlowActors.State.RocksDb.Interop;

// What databases share: caches, the manager of write buffers, the threads.
internal static unsafe partial class Native
{
    public static readonly delegate* unmanaged[Cdecl]<nuint, nint> CacheLru =
        (delegate* unmanaged[Cdecl]<nuint, nint>)RocksLibrary.Export("rocksdb_cache_create_lru");

    public static readonly delegate* unmanaged[Cdecl]<nint, void> CacheFree =
        (delegate* unmanaged[Cdecl]<nint, void>)RocksLibrary.Export("rocksdb_cache_destroy");

    public static readonly delegate* unmanaged[Cdecl]<nint, nuint> CacheCapacity =
        (delegate* unmanaged[Cdecl]<nint, nuint>)RocksLibrary.Export("rocksdb_cache_get_capacity");

    public static readonly delegate* unmanaged[Cdecl]<nint, nuint> CacheUsage =
        (delegate* unmanaged[Cdecl]<nint, nuint>)RocksLibrary.Export("rocksdb_cache_get_usage");

    public static readonly delegate* unmanaged[Cdecl]<nint, nuint> CachePinned =
        (delegate* unmanaged[Cdecl]<nint, nuint>)RocksLibrary.Export("rocksdb_cache_get_pinned_usage");

    public static readonly delegate* unmanaged[Cdecl]<nuint, byte, nint> BuffersCreate =
        (delegate* unmanaged[Cdecl]<nuint, byte, nint>)RocksLibrary.Export("rocksdb_write_buffer_manager_create");

    public static readonly delegate* unmanaged[Cdecl]<nuint, nint, byte, nint> BuffersCreateCharged =
        (delegate* unmanaged[Cdecl]<nuint, nint, byte, nint>)RocksLibrary.Export("rocksdb_write_buffer_manager_create_with_cache");

    public static readonly delegate* unmanaged[Cdecl]<nint, void> BuffersFree =
        (delegate* unmanaged[Cdecl]<nint, void>)RocksLibrary.Export("rocksdb_write_buffer_manager_destroy");

    public static readonly delegate* unmanaged[Cdecl]<nint, nuint> BuffersUsage =
        (delegate* unmanaged[Cdecl]<nint, nuint>)RocksLibrary.Export("rocksdb_write_buffer_manager_memory_usage");

    public static readonly delegate* unmanaged[Cdecl]<nint, nuint> BuffersLimit =
        (delegate* unmanaged[Cdecl]<nint, nuint>)RocksLibrary.Export("rocksdb_write_buffer_manager_buffer_size");

    public static readonly delegate* unmanaged[Cdecl]<nint> EnvironmentDefault =
        (delegate* unmanaged[Cdecl]<nint>)RocksLibrary.Export("rocksdb_create_default_env");

    public static readonly delegate* unmanaged[Cdecl]<nint, void> EnvironmentFree =
        (delegate* unmanaged[Cdecl]<nint, void>)RocksLibrary.Export("rocksdb_env_destroy");

    public static readonly delegate* unmanaged[Cdecl]<nint, int, void> EnvironmentLowThreads =
        (delegate* unmanaged[Cdecl]<nint, int, void>)RocksLibrary.Export("rocksdb_env_set_background_threads");

    public static readonly delegate* unmanaged[Cdecl]<nint, int, void> EnvironmentHighThreads =
        (delegate* unmanaged[Cdecl]<nint, int, void>)RocksLibrary.Export("rocksdb_env_set_high_priority_background_threads");
}
