using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FlowActors.Serialization;

/// <summary>Unchecked big-endian reads and writes: bytes compare as the unsigned numbers do.</summary>
internal static class BigEndian
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write<T>(ref byte target, T value)
        where T : unmanaged
    {
        Unsafe.WriteUnaligned(ref target, value);
        if (BitConverter.IsLittleEndian) MemoryMarshal.CreateSpan(ref target, Unsafe.SizeOf<T>()).Reverse();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Read<T>(ref byte source)
        where T : unmanaged
    {
        var value = Unsafe.ReadUnaligned<T>(ref source);
        if (BitConverter.IsLittleEndian) MemoryMarshal.AsBytes(new Span<T>(ref value)).Reverse();
        return value;
    }
}
