namespace FlowActors.State.RocksDb.Interop;

// Opening, closing, reading and writing a database.
/// <summary>
/// The functions of RocksDB's C interface (<c>include/rocksdb/c.h</c>) that are used: addresses in the loaded library,
/// found when the class is first used, so <see cref="RocksLibrary.Load()"/> goes before. Objects of the library are
/// <c>nint</c>; <c>unsigned char</c> and <c>bool</c> are bytes.
/// </summary>
internal static unsafe partial class Native
{
    public static readonly delegate* unmanaged[Cdecl]<nint, byte*, int, byte**, nint*, nint*, byte**, nint> Open =
        (delegate* unmanaged[Cdecl]<nint, byte*, int, byte**, nint*, nint*, byte**, nint>)
        RocksLibrary.Export("rocksdb_open_column_families");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte*, int, byte**, nint*, nint*, byte, byte**, nint> OpenReadOnly =
        (delegate* unmanaged[Cdecl]<nint, byte*, int, byte**, nint*, nint*, byte, byte**, nint>)
        RocksLibrary.Export("rocksdb_open_for_read_only_column_families");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte*, nuint*, byte**, byte**> ListFamilies =
        (delegate* unmanaged[Cdecl]<nint, byte*, nuint*, byte**, byte**>)RocksLibrary.Export("rocksdb_list_column_families");

    public static readonly delegate* unmanaged[Cdecl]<byte**, nuint, void> ListFamiliesFree =
        (delegate* unmanaged[Cdecl]<byte**, nuint, void>)RocksLibrary.Export("rocksdb_list_column_families_destroy");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte, void> CancelBackgroundWork =
        (delegate* unmanaged[Cdecl]<nint, byte, void>)RocksLibrary.Export("rocksdb_cancel_all_background_work");

    public static readonly delegate* unmanaged[Cdecl]<nint, void> Close =
        (delegate* unmanaged[Cdecl]<nint, void>)RocksLibrary.Export("rocksdb_close");

    public static readonly delegate* unmanaged[Cdecl]<nint, uint> FamilyId =
        (delegate* unmanaged[Cdecl]<nint, uint>)RocksLibrary.Export("rocksdb_column_family_handle_get_id");

    public static readonly delegate* unmanaged[Cdecl]<nint, void> FamilyFree =
        (delegate* unmanaged[Cdecl]<nint, void>)RocksLibrary.Export("rocksdb_column_family_handle_destroy");

    public static readonly delegate* unmanaged[Cdecl]<nint, nint, nint, byte*, nuint, byte*, nuint, nuint*, byte*, byte**, byte> Get =
        (delegate* unmanaged[Cdecl]<nint, nint, nint, byte*, nuint, byte*, nuint, nuint*, byte*, byte**, byte>)
        RocksLibrary.Export("rocksdb_get_into_buffer_cf");

    public static readonly delegate* unmanaged[Cdecl]<nint, nint, nint, byte*, nuint, byte**, nuint*, byte*, nuint, byte*, byte> MayExist =
        (delegate* unmanaged[Cdecl]<nint, nint, nint, byte*, nuint, byte**, nuint*, byte*, nuint, byte*, byte>)
        RocksLibrary.Export("rocksdb_key_may_exist_cf");

    public static readonly delegate* unmanaged[Cdecl]<byte*, nuint, nint> BatchFrom =
        (delegate* unmanaged[Cdecl]<byte*, nuint, nint>)RocksLibrary.Export("rocksdb_writebatch_create_from");

    public static readonly delegate* unmanaged[Cdecl]<nint, void> BatchFree =
        (delegate* unmanaged[Cdecl]<nint, void>)RocksLibrary.Export("rocksdb_writebatch_destroy");

    public static readonly delegate* unmanaged[Cdecl]<nint, nint, nint, byte**, void> Write =
        (delegate* unmanaged[Cdecl]<nint, nint, nint, byte**, void>)RocksLibrary.Export("rocksdb_write");

    public static readonly delegate* unmanaged[Cdecl]<void*, void> Free =
        (delegate* unmanaged[Cdecl]<void*, void>)RocksLibrary.Export("rocksdb_free");
}
