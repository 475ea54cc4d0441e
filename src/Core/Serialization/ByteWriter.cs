using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FlowActors.Serialization;

/// <summary>
/// A growing, reusable buffer of bytes. Fixed widths are little-endian. Not thread-safe: one writer belongs to one caller.
/// It can be put over the caller's own array with a reserved start, and the array taken from it again.
/// </summary>
public sealed partial class ByteWriter
{
    private byte[] _buffer;
    private int _position;

    /// <summary>A writer over a new array of <paramref name="capacity"/> bytes (default 256).</summary>
    public ByteWriter(int capacity = 256) => _buffer = capacity == 0 ? [] : new byte[capacity];

    /// <summary>A writer over the caller's array that appends from <paramref name="position"/> on.</summary>
    public ByteWriter(byte[] buffer, int position)
    {
        _buffer = buffer;
        Position = position;
    }

    /// <summary>The array written to: the caller's own until it became too small, then a larger one with the same bytes.</summary>
    public byte[] Buffer => _buffer;

    /// <summary>The index in <see cref="Buffer"/> of the next byte. Setting it back drops what was written behind it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or above the length of the buffer.</exception>
    public int Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)value, (uint)_buffer.Length, nameof(value));
            _position = value;
        }
    }

    /// <summary>The bytes from index 0, a reserved start included, to <see cref="Position"/>. Valid until the next write.</summary>
    public ReadOnlySpan<byte> WrittenSpan => _buffer.AsSpan(0, _position);

    /// <summary>
    /// Where the array stops growing, so that one value cannot take all memory; the largest array by default. Within the array that
    /// is there, more may be written.
    /// </summary>
    internal int GrowthMax { get; set; } = Array.MaxLength;

    /// <summary>Drops all bytes and keeps the array.</summary>
    public void Reset()
    {
        _position = 0;
        // An exception may have come from the middle of a value.
        _depth = 0;
    }

    /// <summary>Drops all bytes and goes on in another array at <paramref name="position"/>.</summary>
    public void Reset(byte[] buffer, int position)
    {
        _buffer = buffer;
        Position = position;
        _depth = 0;
    }

    /// <summary>Makes room for <paramref name="count"/> more bytes, so that writing them does not replace the array.</summary>
    /// <exception cref="SerializationException">The buffer would exceed the largest array, about 2 GB.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Ensure(int count)
    {
        if ((uint)count > (uint)(_buffer.Length - _position)) Grow(count);
    }

    /// <summary>Appends <paramref name="count"/> bytes of unspecified content for the caller to fill at once.</summary>
    public Span<byte> Append(int count)
    {
        Ensure(count);
        var start = _position;
        _position = start + count;
        return _buffer.AsSpan(start, count);
    }

    /// <summary>As <see cref="Append"/>, for code that writes exactly <paramref name="count"/> bytes at the reference.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref byte Claim(int count)
    {
        Ensure(count);
        var start = _position;
        _position = start + count;
        return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_buffer), start);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var needed = (long)_position + count;
        if (needed > Array.MaxLength)
        {
            throw new SerializationException(string.Create(
                CultureInfo.InvariantCulture,
                $"A buffer of {needed:N0} bytes was needed, but {Array.MaxLength:N0} are the most that one array holds; split the value into smaller ones."));
        }

        if (needed > GrowthMax) throw new GrowthLimitException(needed, GrowthMax);
        Array.Resize(ref _buffer, (int)Math.Min(Math.Max(Math.Max(needed, 2L * _buffer.Length), 64), GrowthMax));
    }
}
