using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FlowActors.Serialization;

/// <summary>Unchecked reads and writes of fixed widths; the caller has claimed the bytes.</summary>
internal static class LittleEndian
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write<T>(ref byte target, T value)
        where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian) value = Reverse(value);
        Unsafe.WriteUnaligned(ref target, value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Read<T>(ref byte source)
        where T : unmanaged
    {
        var value = Unsafe.ReadUnaligned<T>(ref source);
        return BitConverter.IsLittleEndian ? value : Reverse(value);
    }

    private static T Reverse<T>(T value)
        where T : unmanaged
    {
        MemoryMarshal.AsBytes(new Span<T>(ref value)).Reverse();
        return value;
    }
}
