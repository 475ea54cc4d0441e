using System.Runtime.CompilerServices;

namespace FlowActors.Serialization;

public sealed partial class ByteWriter
{
    /// <summary>Appends one byte.</summary>
    public void WriteByte(byte value) => Claim(1) = value;

    /// <summary>Appends 0 or 1.</summary>
    public void WriteBool(bool value) => Claim(1) = value ? (byte)1 : (byte)0;

    /// <summary>Appends 2 bytes.</summary>
    public void WriteInt16(short value) => LittleEndian.Write(ref Claim(2), value);

    /// <summary>Appends 2 bytes.</summary>
    public void WriteUInt16(ushort value) => LittleEndian.Write(ref Claim(2), value);

    /// <summary>Appends 4 bytes.</summary>
    public void WriteInt32(int value) => LittleEndian.Write(ref Claim(4), value);

    /// <summary>Appends 4 bytes.</summary>
    public void WriteUInt32(uint value) => LittleEndian.Write(ref Claim(4), value);

    /// <summary>Appends 8 bytes.</summary>
    public void WriteInt64(long value) => LittleEndian.Write(ref Claim(8), value);

    /// <summary>Appends 8 bytes.</summary>
    public void WriteUInt64(ulong value) => LittleEndian.Write(ref Claim(8), value);

    /// <summary>Appends 4 bytes.</summary>
    public void WriteSingle(float value) => LittleEndian.Write(ref Claim(4), value);

    /// <summary>Appends 8 bytes.</summary>
    public void WriteDouble(double value) => LittleEndian.Write(ref Claim(8), value);

    /// <summary>Appends the bytes as they are, without a length.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Append(bytes.Length));

    /// <summary>Appends a LEB128 varint: 1 byte below 128, at most 5.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteVarUInt32(uint value)
    {
        if (value < 0x80) Claim(1) = (byte)value;
        else WriteVarUInt64(value);
    }

    /// <summary>Appends a LEB128 varint: 1 byte below 128, at most 10.</summary>
    public void WriteVarUInt64(ulong value)
    {
        Ensure(10);
        while (value >= 0x80)
        {
            _buffer[_position++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _buffer[_position++] = (byte)value;
    }

    /// <summary>Appends a zig-zag varint: small magnitudes of either sign are short.</summary>
    public void WriteVarInt32(int value) => WriteVarUInt32((uint)(value << 1) ^ (uint)(value >> 31));

    /// <summary>Appends a zig-zag varint: small magnitudes of either sign are short.</summary>
    public void WriteVarInt64(long value) => WriteVarUInt64((ulong)(value << 1) ^ (ulong)(value >> 63));

    /// <summary>Appends the count of a collection, or the mark of a null one for null.</summary>
    internal void WriteCount(int? count) => WriteVarUInt32(count is { } n ? (uint)n + 1 : 0);
}
