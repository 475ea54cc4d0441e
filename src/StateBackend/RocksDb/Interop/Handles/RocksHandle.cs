using System.Runtime.InteropServices;

namespace FlowActors.State.RocksDb.Interop;

/// <summary>One native object that is freed exactly once, by its owner or, if that forgets it, by the finalizer. Counted while it lives.</summary>
internal abstract unsafe class RocksHandle : SafeHandle
{
    private readonly RocksHandleKind _kind;
    private readonly delegate* unmanaged[Cdecl]<nint, void> _free;

    protected RocksHandle(nint native, RocksHandleKind kind, delegate* unmanaged[Cdecl]<nint, void> free)
        : base(0, ownsHandle: true)
    {
        _kind = kind;
        _free = free;
        SetHandle(native);
        RocksHandles.Opened(kind);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>The address, for a call that does not outlive this object.</summary>
    /// <exception cref="ObjectDisposedException">It was freed.</exception>
    public nint Native
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return handle;
        }
    }

    protected override bool ReleaseHandle()
    {
        _free(handle);
        RocksHandles.Closed(_kind);
        return true;
    }
}
