namespace FlowActors.State.RocksDb.Interop;

/// <summary>A native object without calls of its own, such as options.</summary>
internal sealed unsafe class RocksObject(nint native, RocksHandleKind kind, delegate* unmanaged[Cdecl]<nint, void> free) : RocksHandle(native, kind, free);
