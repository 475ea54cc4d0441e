namespace FlowActors.State.RocksDb.Interop;

// What concerns a database's files: flush, checkpoint, compaction, ingestion, files written by hand.
internal static unsafe partial class Native
{
    public static readonly delegate* unmanaged[Cdecl]<nint, nint, nint*, int, byte**, void> Flush =
        (delegate* unmanaged[Cdecl]<nint, nint, nint*, int, byte**, void>)RocksLibrary.Export("rocksdb_flush_cfs");

    public static readonly delegate* unmanaged[Cdecl]<nint> FlushOptions =
        (delegate* unmanaged[Cdecl]<nint>)RocksLibrary.Export("rocksdb_flushoptions_create");

    public static readonly delegate* unmanaged[Cdecl]<nint, void> FlushOptionsFree =
        (delegate* unmanaged[Cdecl]<nint, void>)RocksLibrary.Export("rocksdb_flushoptions_destroy");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte, void> FlushWait =
        (delegate* unmanaged[Cdecl]<nint, byte, void>)RocksLibrary.Export("rocksdb_flushoptions_set_wait");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte, void> FlushAllowStall =
        (delegate* unmanaged[Cdecl]<nint, byte, void>)RocksLibrary.Export("rocksdb_flushoptions_set_allow_write_stall");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte**, nint> CheckpointOpen =
        (delegate* unmanaged[Cdecl]<nint, byte**, nint>)RocksLibrary.Export("rocksdb_checkpoint_object_create");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte*, ulong, byte**, void> CheckpointCreate =
        (delegate* unmanaged[Cdecl]<nint, byte*, ulong, byte**, void>)RocksLibrary.Export("rocksdb_checkpoint_create");

    public static readonly delegate* unmanaged[Cdecl]<nint, void> CheckpointFree =
        (delegate* unmanaged[Cdecl]<nint, void>)RocksLibrary.Export("rocksdb_checkpoint_object_destroy");

    public static readonly delegate* unmanaged[Cdecl]<nint, nint, byte*, nuint, byte*, nuint, byte**, void> DeleteFilesInRange =
        (delegate* unmanaged[Cdecl]<nint, nint, byte*, nuint, byte*, nuint, byte**, void>)
        RocksLibrary.Export("rocksdb_delete_file_in_range_cf");

    public static readonly delegate* unmanaged[Cdecl]<nint, nint, byte*, nuint, byte*, nuint, void> CompactRange =
        (delegate* unmanaged[Cdecl]<nint, nint, byte*, nuint, byte*, nuint, void>)RocksLibrary.Export("rocksdb_compact_range_cf");

    public static readonly delegate* unmanaged[Cdecl]<nint, nint, byte**, nuint, nint, byte**, void> Ingest =
        (delegate* unmanaged[Cdecl]<nint, nint, byte**, nuint, nint, byte**, void>)RocksLibrary.Export("rocksdb_ingest_external_file_cf");

    public static readonly delegate* unmanaged[Cdecl]<nint> IngestOptions =
        (delegate* unmanaged[Cdecl]<nint>)RocksLibrary.Export("rocksdb_ingestexternalfileoptions_create");

    public static readonly delegate* unmanaged[Cdecl]<nint, void> IngestOptionsFree =
        (delegate* unmanaged[Cdecl]<nint, void>)RocksLibrary.Export("rocksdb_ingestexternalfileoptions_destroy");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte, void> IngestMove =
        (delegate* unmanaged[Cdecl]<nint, byte, void>)RocksLibrary.Export("rocksdb_ingestexternalfileoptions_set_move_files");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte*, nuint, byte**, void> WriterDelete =
        (delegate* unmanaged[Cdecl]<nint, byte*, nuint, byte**, void>)RocksLibrary.Export("rocksdb_sstfilewriter_delete");

    public static readonly delegate* unmanaged[Cdecl]<nint, nint, nint> WriterOpen =
        (delegate* unmanaged[Cdecl]<nint, nint, nint>)RocksLibrary.Export("rocksdb_sstfilewriter_create");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte*, byte**, void> WriterFile =
        (delegate* unmanaged[Cdecl]<nint, byte*, byte**, void>)RocksLibrary.Export("rocksdb_sstfilewriter_open");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte*, nuint, byte*, nuint, byte**, void> WriterPut =
        (delegate* unmanaged[Cdecl]<nint, byte*, nuint, byte*, nuint, byte**, void>)RocksLibrary.Export("rocksdb_sstfilewriter_put");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte*, nuint, byte*, nuint, byte**, void> WriterDeleteRange =
        (delegate* unmanaged[Cdecl]<nint, byte*, nuint, byte*, nuint, byte**, void>)
        RocksLibrary.Export("rocksdb_sstfilewriter_delete_range");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte**, void> WriterFinish =
        (delegate* unmanaged[Cdecl]<nint, byte**, void>)RocksLibrary.Export("rocksdb_sstfilewriter_finish");

    public static readonly delegate* unmanaged[Cdecl]<nint, ulong*, void> WriterFileBytes =
        (delegate* unmanaged[Cdecl]<nint, ulong*, void>)RocksLibrary.Export("rocksdb_sstfilewriter_file_size");

    public static readonly delegate* unmanaged[Cdecl]<nint, void> WriterFree =
        (delegate* unmanaged[Cdecl]<nint, void>)RocksLibrary.Export("rocksdb_sstfilewriter_destroy");

    public static readonly delegate* unmanaged[Cdecl]<nint> EnvOptions =
        (delegate* unmanaged[Cdecl]<nint>)RocksLibrary.Export("rocksdb_envoptions_create");

    public static readonly delegate* unmanaged[Cdecl]<nint, void> EnvOptionsFree =
        (delegate* unmanaged[Cdecl]<nint, void>)RocksLibrary.Export("rocksdb_envoptions_destroy");
}
