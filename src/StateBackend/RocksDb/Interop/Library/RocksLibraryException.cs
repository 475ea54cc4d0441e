namespace FlowActors.State.RocksDb.Interop;

/// <summary>The native library of RocksDB cannot be used: the message names every file that was tried and why it failed, and what to do.</summary>
internal sealed class RocksLibraryException : DllNotFoundException
{
    public RocksLibraryException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
