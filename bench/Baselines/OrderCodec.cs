using System.Buffers.Binary;
using System.Text;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Baselines;

/// <summary>
/// Hand-written bytes of an order, the same as FlowActors' serializer writes: a byte 1 (a reference that is not null), the
/// members in order, numbers little-endian, the string as a varint of its UTF-8 bytes plus one and those bytes, the date as
/// ticks with the kind in the upper two bits.
/// </summary>
internal static class OrderCodec
{
    private const int KindShift = 62;
    private const long TicksMask = (1L << KindShift) - 1;

    /// <summary>Writes one order at the start of the target; gives the number of bytes.</summary>
    public static int Write(Span<byte> target, Order order)
    {
        target[0] = 1;
        BinaryPrimitives.WriteInt64LittleEndian(target[1..], order.Id);
        BinaryPrimitives.WriteInt32LittleEndian(target[9..], order.Quantity);
        BinaryPrimitives.WriteDoubleLittleEndian(target[13..], order.Price);
        var position = 21 + WriteString(target[21..], order.Customer);
        BinaryPrimitives.WriteInt64LittleEndian(target[position..], order.Placed.Ticks | ((long)order.Placed.Kind << KindShift));
        target[position + 8] = order.Express ? (byte)1 : (byte)0;
        return position + 9;
    }

    /// <summary>Reads one order at <paramref name="position"/> and moves that behind it.</summary>
    public static Order Read(ReadOnlySpan<byte> source, ref int position)
    {
        source = source[position..];
        if (source[0] != 1) throw new InvalidDataException("An order begins with a byte 1.");
        var id = BinaryPrimitives.ReadInt64LittleEndian(source[1..]);
        var quantity = BinaryPrimitives.ReadInt32LittleEndian(source[9..]);
        var price = BinaryPrimitives.ReadDoubleLittleEndian(source[13..]);
        var at = 21;
        var customer = ReadString(source, ref at);
        var placed = BinaryPrimitives.ReadInt64LittleEndian(source[at..]);
        var express = source[at + 8] != 0;
        position += at + 9;
        return new Order(id, quantity, price, customer, new DateTime(placed & TicksMask, (DateTimeKind)((ulong)placed >> KindShift)), express);
    }

    /// <summary>A string of up to 126 bytes has its length in one byte, which is filled in afterwards; others are counted first.</summary>
    private static int WriteString(Span<byte> target, string value)
    {
        const int CharsOfShort = 126 / 3;
        if (value.Length <= CharsOfShort)
        {
            var bytes = Encoding.UTF8.GetBytes(value, target[1..]);
            target[0] = (byte)(bytes + 1);
            return 1 + bytes;
        }

        var position = 0;
        var rest = (uint)Encoding.UTF8.GetByteCount(value) + 1;
        for (; rest >= 0x80; rest >>= 7) target[position++] = (byte)(rest | 0x80);
        target[position++] = (byte)rest;
        return position + Encoding.UTF8.GetBytes(value, target[position..]);
    }

    private static string ReadString(ReadOnlySpan<byte> source, ref int at)
    {
        uint length = source[at++];
        if (length >= 0x80)
        {
            length &= 0x7F;
            for (var shift = 7; ; shift += 7)
            {
                var more = source[at++];
                length |= (uint)(more & 0x7F) << shift;
                if (more < 0x80) break;
            }
        }

        var bytes = source.Slice(at, (int)length - 1);
        at += bytes.Length;
        return Encoding.UTF8.GetString(bytes);
    }
}
