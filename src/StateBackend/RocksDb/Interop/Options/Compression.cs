namespace FlowActors.State.RocksDb.Interop;

/// <summary>How blocks in files are compressed; the numbers are RocksDB's.</summary>
internal enum Compression
{
    None = 0,
    Lz4 = 4,
}
