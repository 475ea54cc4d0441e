using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace FlowActors.Serialization;

/// <summary>A byte 0 or 1.</summary>
internal readonly struct BooleanCodec : IFixedCodec<bool>
{
    public static int Size => 1;

    public static bool IsBlittable => false;

    public static TypeSchema Schema { get; } = TypeSchema.Primitive("boolean");

    public static void Write(ref byte target, bool value) => target = value ? (byte)1 : (byte)0;

    public static bool Read(ref byte source) => source <= 1 ? source != 0 : throw CorruptValue.Of("a boolean", source);
}

/// <summary>The four integers of <see cref="decimal.GetBits(decimal)"/>, so that the scale survives.</summary>
internal readonly struct DecimalCodec : IFixedCodec<decimal>
{
    private const int FlagsMask = unchecked((int)0x80FF0000);

    public static int Size => 16;

    public static bool IsBlittable => false;

    public static TypeSchema Schema { get; } = TypeSchema.Primitive("decimal");

    public static void Write(ref byte target, decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        for (var i = 0; i < 4; i++) LittleEndian.Write(ref Unsafe.Add(ref target, 4 * i), bits[i]);
    }

    public static decimal Read(ref byte source)
    {
        Span<int> bits = stackalloc int[4];
        for (var i = 0; i < 4; i++) bits[i] = LittleEndian.Read<int>(ref Unsafe.Add(ref source, 4 * i));
        if ((bits[3] & ~FlagsMask) != 0 || ((bits[3] >> 16) & 0xFF) > 28) throw CorruptValue.Of("a decimal", (uint)bits[3]);
        return new decimal(bits);
    }
}

/// <summary>The 16 bytes in the order of the Guid's text.</summary>
internal readonly struct GuidCodec : IFixedCodec<Guid>
{
    public static int Size => 16;

    public static bool IsBlittable => false;

    public static TypeSchema Schema { get; } = TypeSchema.Primitive("guid");

    public static void Write(ref byte target, Guid value) => value.TryWriteBytes(MemoryMarshal.CreateSpan(ref target, 16), bigEndian: true, out _);

    public static Guid Read(ref byte source) => new(MemoryMarshal.CreateReadOnlySpan(ref source, 16), bigEndian: true);
}

/// <summary>The code of the character.</summary>
internal readonly struct RuneCodec : IFixedCodec<Rune>
{
    public static int Size => 4;

    public static bool IsBlittable => false;

    public static TypeSchema Schema { get; } = TypeSchema.Primitive("rune");

    public static void Write(ref byte target, Rune value) => LittleEndian.Write(ref target, value.Value);

    public static Rune Read(ref byte source)
    {
        var code = LittleEndian.Read<uint>(ref source);
        return Rune.IsValid(code) ? new Rune(code) : throw CorruptValue.Of("a Rune", code);
    }
}

internal static class CorruptValue
{
    public static SerializationException Of(string what, ulong bits) =>
        new($"The bytes are not those of {what}: 0x{bits:x} is out of its range. The data is corrupt or of another type.");
}
