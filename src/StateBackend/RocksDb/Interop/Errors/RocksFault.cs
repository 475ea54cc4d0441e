namespace FlowActors.State.RocksDb.Interop;

/// <summary>What a caller of a database may branch on.</summary>
internal enum RocksFault
{
    /// <summary>None of the others; the message has RocksDB's own words.</summary>
    Other,

    /// <summary>The disk is full, or a quota used up. A database that could not flush goes on refusing writes.</summary>
    NoSpace,

    /// <summary>A file has other bytes than were written.</summary>
    Corruption,

    /// <summary>A file or the whole database is missing.</summary>
    NotFound,

    /// <summary>Another database object, of this process or another, has the folder open.</summary>
    Busy,
}
