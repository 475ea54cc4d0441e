namespace FlowActors.State.RocksDb.Interop;

// What a database says about itself, and options that change while it is open.
internal static unsafe partial class Native
{
    public static readonly delegate* unmanaged[Cdecl]<nint, byte*, ulong*, int> Number =
        (delegate* unmanaged[Cdecl]<nint, byte*, ulong*, int>)RocksLibrary.Export("rocksdb_property_int");

    public static readonly delegate* unmanaged[Cdecl]<nint, nint, byte*, ulong*, int> NumberOfFamily =
        (delegate* unmanaged[Cdecl]<nint, nint, byte*, ulong*, int>)RocksLibrary.Export("rocksdb_property_int_cf");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte*, byte*> Text =
        (delegate* unmanaged[Cdecl]<nint, byte*, byte*>)RocksLibrary.Export("rocksdb_property_value");

    public static readonly delegate* unmanaged[Cdecl]<nint, nint, byte*, byte*> TextOfFamily =
        (delegate* unmanaged[Cdecl]<nint, nint, byte*, byte*>)RocksLibrary.Export("rocksdb_property_value_cf");

    public static readonly delegate* unmanaged[Cdecl]<nint, nint, int, byte**, byte**, byte**, void> SetOptions =
        (delegate* unmanaged[Cdecl]<nint, nint, int, byte**, byte**, byte**, void>)RocksLibrary.Export("rocksdb_set_options_cf");

    public static readonly delegate* unmanaged[Cdecl]<nint, nint> LiveFiles =
        (delegate* unmanaged[Cdecl]<nint, nint>)RocksLibrary.Export("rocksdb_livefiles");

    public static readonly delegate* unmanaged[Cdecl]<nint, void> LiveFilesFree =
        (delegate* unmanaged[Cdecl]<nint, void>)RocksLibrary.Export("rocksdb_livefiles_destroy");

    public static readonly delegate* unmanaged[Cdecl]<nint, int> LiveFilesCount =
        (delegate* unmanaged[Cdecl]<nint, int>)RocksLibrary.Export("rocksdb_livefiles_count");

    public static readonly delegate* unmanaged[Cdecl]<nint, int, byte*> LiveFileName =
        (delegate* unmanaged[Cdecl]<nint, int, byte*>)RocksLibrary.Export("rocksdb_livefiles_name");

    public static readonly delegate* unmanaged[Cdecl]<nint, int, byte*> LiveFileFamily =
        (delegate* unmanaged[Cdecl]<nint, int, byte*>)RocksLibrary.Export("rocksdb_livefiles_column_family_name");

    public static readonly delegate* unmanaged[Cdecl]<nint, int, int> LiveFileLevel =
        (delegate* unmanaged[Cdecl]<nint, int, int>)RocksLibrary.Export("rocksdb_livefiles_level");

    public static readonly delegate* unmanaged[Cdecl]<nint, int, nuint> LiveFileBytes =
        (delegate* unmanaged[Cdecl]<nint, int, nuint>)RocksLibrary.Export("rocksdb_livefiles_size");
}
