namespace FlowActors.State.RocksDb.Interop;

/// <summary>The sorts of native objects that are counted.</summary>
internal enum RocksHandleKind
{
    Database,
    Family,
    Iterator,
    Snapshot,
    Batch,
    Cache,
    WriteBuffers,
    Environment,
    Checkpoint,
    Writer,

    /// <summary>Options of any sort: of databases, tables, reads, writes and calls.</summary>
    Options,
}
