namespace FlowActors.State.RocksDb.Interop;

/// <summary>A file of sorted entries that a database uses now.</summary>
/// <param name="Name">Its name in the database's folder, such as <c>000012.sst</c>. Numbers repeat in another database.</param>
/// <param name="Family">The family's name.</param>
/// <param name="Level">Its level; files of level 0 may overlap.</param>
/// <param name="Bytes">Its size.</param>
internal sealed record RocksFile(string Name, string Family, int Level, long Bytes);
