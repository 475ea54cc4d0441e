using System.Runtime.InteropServices;

namespace FlowActors.State.RocksDb.Interop;

/// <summary>
/// Goes over the entries of a range in the order of their keys, as they were when it began. One thread at a time. It keeps the files
/// that it may read until it is disposed.
/// </summary>
internal sealed unsafe class RocksIterator : IDisposable
{
    private readonly RocksDatabase _database;
    private nint _native;
    private RocksObject? _options;
    private byte* _bounds;

    /// <param name="database">The owner, which closes it at the latest when it is closed itself.</param>
    /// <param name="native">The native iterator.</param>
    /// <param name="options">What it reads by; freed after it.</param>
    /// <param name="bounds">The bytes that the options point to; freed last.</param>
    internal RocksIterator(RocksDatabase database, nint native, RocksObject options, byte* bounds)
    {
        _database = database;
        _native = native;
        _options = options;
        _bounds = bounds;
    }

    /// <summary>Whether it stands on an entry. False only at an end of the range: an error is thrown by the call that met it.</summary>
    public bool IsValid { get; private set; }

    /// <summary>The key that it stands on: native memory, valid until the next call that moves it.</summary>
    /// <exception cref="InvalidOperationException">It stands on no entry.</exception>
    public ReadOnlySpan<byte> Key
    {
        get
        {
            RequireValid();
            nuint length;
            var bytes = Native.IteratorKey(_native, &length);
            return new(bytes, (int)length);
        }
    }

    /// <summary>The value of <see cref="Key"/>, likewise.</summary>
    /// <exception cref="InvalidOperationException">It stands on no entry.</exception>
    public ReadOnlySpan<byte> Value
    {
        get
        {
            RequireValid();
            nuint length;
            var bytes = Native.IteratorValue(_native, &length);
            return new(bytes, (int)length);
        }
    }

    /// <summary>Goes to the next entry.</summary>
    /// <exception cref="InvalidOperationException">It stands on no entry.</exception>
    /// <exception cref="RocksException">The next entry cannot be read; the iterator stands on none then.</exception>
    public void Next()
    {
        RequireValid();
        Native.IteratorNext(_native);
        Moved();
    }

    /// <summary>Goes to the first entry of the range whose key is not less than this one.</summary>
    /// <exception cref="RocksException">As <see cref="Next"/>.</exception>
    public void Seek(ReadOnlySpan<byte> key)
    {
        RequireOpen();
        fixed (byte* bytes = key) Native.IteratorSeek(_native, bytes, (nuint)key.Length);
        Moved();
    }

    /// <summary>Goes to the first entry of the range.</summary>
    /// <exception cref="RocksException">As <see cref="Next"/>.</exception>
    public void SeekToFirst()
    {
        RequireOpen();
        Native.IteratorFirst(_native);
        Moved();
    }

    /// <summary>Lets its files go. A second call does nothing.</summary>
    public void Dispose() => _database.Release(this);

    /// <summary>Frees what it has, once and in this order: the iterator points to the options, and these to the bounds. Under the database's lock.</summary>
    /// <returns>Whether it was open.</returns>
    internal bool Free()
    {
        if (_native == 0) return false;
        IsValid = false;
        Native.IteratorFree(_native);
        _native = 0;
        RocksHandles.Closed(RocksHandleKind.Iterator);
        _options!.Dispose();
        _options = null;
        NativeMemory.Free(_bounds);
        _bounds = null;
        return true;
    }

    // RocksDB ends an iteration in the same way at the end of the range and at a block that it cannot read.
    private void Moved()
    {
        IsValid = Native.IteratorValid(_native) != 0;
        if (IsValid) return;
        byte* error = null;
        Native.IteratorError(_native, &error);
        if (error is not null) throw RocksException.Of(error, "An iteration", _database.Path);
    }

    private void RequireValid()
    {
        if (!IsValid) throw NotValid();
    }

    private void RequireOpen() => ObjectDisposedException.ThrowIf(_native == 0, this);

    private Exception NotValid() => _native == 0
        ? new ObjectDisposedException(nameof(RocksIterator))
        : new InvalidOperationException("The iterator stands on no entry: look at IsValid before.");
}
