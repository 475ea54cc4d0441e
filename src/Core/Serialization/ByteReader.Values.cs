using System.Globalization;
using System.Runtime.CompilerServices;

namespace FlowActors.Serialization;

public ref partial struct ByteReader
{
    /// <summary>Reads one byte.</summary>
    public byte ReadByte() => Claim(1);

    /// <summary>Reads 0 or 1.</summary>
    /// <exception cref="SerializationException">The byte is another, or there is none.</exception>
    public bool ReadBool()
    {
        var value = Claim(1);
        return value <= 1 ? value != 0 : throw Corrupt($"{value} is neither 0 nor 1");
    }

    /// <summary>Reads 2 bytes.</summary>
    public short ReadInt16() => LittleEndian.Read<short>(ref Claim(2));

    /// <summary>Reads 2 bytes.</summary>
    public ushort ReadUInt16() => LittleEndian.Read<ushort>(ref Claim(2));

    /// <summary>Reads 4 bytes.</summary>
    public int ReadInt32() => LittleEndian.Read<int>(ref Claim(4));

    /// <summary>Reads 4 bytes.</summary>
    public uint ReadUInt32() => LittleEndian.Read<uint>(ref Claim(4));

    /// <summary>Reads 8 bytes.</summary>
    public long ReadInt64() => LittleEndian.Read<long>(ref Claim(8));

    /// <summary>Reads 8 bytes.</summary>
    public ulong ReadUInt64() => LittleEndian.Read<ulong>(ref Claim(8));

    /// <summary>Reads 4 bytes.</summary>
    public float ReadSingle() => LittleEndian.Read<float>(ref Claim(4));

    /// <summary>Reads 8 bytes.</summary>
    public double ReadDouble() => LittleEndian.Read<double>(ref Claim(8));

    /// <summary>Reads a LEB128 varint of at most 32 bits.</summary>
    /// <exception cref="SerializationException">The varint has more bits.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint ReadVarUInt32()
    {
        var first = Claim(1);
        if (first < 0x80) return first;
        _position--;
        var value = ReadVarUInt64();
        return value <= uint.MaxValue ? (uint)value : throw Corrupt("a number exceeds 32 bits");
    }

    /// <summary>Reads a LEB128 varint of at most 64 bits.</summary>
    /// <exception cref="SerializationException">The varint has more bits.</exception>
    public ulong ReadVarUInt64()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Claim(1);
            if (shift == 63 && next > 1) break;
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }

        throw Corrupt("a number exceeds 64 bits");
    }

    /// <summary>Reads a zig-zag varint.</summary>
    public int ReadVarInt32()
    {
        var value = ReadVarUInt32();
        return (int)(value >> 1) ^ -(int)(value & 1);
    }

    /// <summary>Reads a zig-zag varint.</summary>
    public long ReadVarInt64()
    {
        var value = ReadVarUInt64();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>Reads a string or null, as <see cref="ByteWriter.WriteString"/> wrote it.</summary>
    /// <exception cref="SerializationException">The bytes end too early or are not UTF-8 with lone surrogates.</exception>
    public string? ReadString()
    {
        var length = ReadVarUInt32();
        return length == 0 ? null : Wtf8.Decode(ReadBytes((int)(length - 1)));
    }

    /// <summary>The count of a collection whose elements take a byte at least, or -1 for null.</summary>
    internal int ReadCount()
    {
        var count = ReadVarUInt32();
        if (count > (uint)Remaining + 1) throw Corrupt(string.Create(
            CultureInfo.InvariantCulture, $"a collection of {count - 1:N0} elements can not lie in the {Remaining:N0} bytes that are left"));
        return (int)count - 1;
    }

    internal readonly SerializationException Corrupt(string what) =>
        new(string.Create(
            CultureInfo.InvariantCulture,
            $"The bytes before position {_position:N0} are not those of a value: {what}. The data is corrupt or of another type."));
}
