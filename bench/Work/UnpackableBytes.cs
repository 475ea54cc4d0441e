using System.Buffers.Binary;

namespace FlowActors.Bench.Work;

/// <summary>Values that cannot be compressed. Each begins with its key and number.</summary>
internal static class UnpackableBytes
{
    /// <summary>The value of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="number">Its how manieth value it is.</param>
    /// <param name="length">Its bytes; a multiple of 8, 16 at least.</param>
    public static byte[] Of(int key, long number, int length)
    {
        var bytes = new byte[length];
        // Xorshift: fast, and no two pieces alike.
        var x = ((ulong)key << 32) ^ (ulong)number ^ 0x9E3779B97F4A7C15;
        for (var at = 2 * sizeof(long); at < bytes.Length; at += sizeof(long))
        {
            x ^= x << 13;
            x ^= x >> 7;
            x ^= x << 17;
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), x);
        }

        BinaryPrimitives.WriteInt64LittleEndian(bytes, key);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(sizeof(long)), number);
        return bytes;
    }

    /// <summary>The key of a value.</summary>
    public static long KeyOf(byte[] value) => BinaryPrimitives.ReadInt64LittleEndian(value);

    /// <summary>The number of a value.</summary>
    public static long NumberOf(byte[] value) => BinaryPrimitives.ReadInt64LittleEndian(value.AsSpan(sizeof(long)));
}
