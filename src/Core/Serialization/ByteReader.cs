using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FlowActors.Serialization;

/// <summary>
/// Reads what a <see cref="ByteWriter"/> wrote. Checks every read against the end of its bytes, and every length against
/// the bytes that are left before anything is allocated for it.
/// </summary>
public ref partial struct ByteReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private int _position;
    private int _depth;

    /// <summary>A reader of all the bytes.</summary>
    public ByteReader(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The number of bytes read.</summary>
    public readonly int Position => _position;

    /// <summary>The number of bytes left.</summary>
    public readonly int Remaining => _bytes.Length - _position;

    /// <summary>The next <paramref name="count"/> bytes, without a copy.</summary>
    /// <exception cref="SerializationException">Fewer bytes are left.</exception>
    public ReadOnlySpan<byte> ReadBytes(int count)
    {
        var start = _position;
        Claim(count);
        return _bytes.Slice(start, count);
    }

    /// <summary>Leaves out <paramref name="count"/> bytes.</summary>
    /// <exception cref="SerializationException">Fewer bytes are left.</exception>
    public void Skip(int count) => Claim(count);

    /// <summary>The place of the next bytes, for code that reads exactly <paramref name="count"/> of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref byte Claim(int count)
    {
        var start = _position;
        if ((uint)count > (uint)(_bytes.Length - start)) ThrowTruncated(count);
        _position = start + count;
        return ref Unsafe.Add(ref MemoryMarshal.GetReference(_bytes), start);
    }

    internal bool TryEnter() => _depth < DepthLimit.Max && ++_depth > 0;

    internal void Leave() => _depth--;

    [DoesNotReturn]
    private readonly void ThrowTruncated(int count) => throw new SerializationException(string.Create(
        CultureInfo.InvariantCulture,
        $"The bytes end too early: {(uint)count:N0} needed at position {_position:N0} of {_bytes.Length:N0}. The data is truncated, corrupt or of another type."));
}
