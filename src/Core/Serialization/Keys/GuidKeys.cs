using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace FlowActors.Serialization;

/// <summary>The bytes in the order of the text, which is the order of CompareTo.</summary>
internal readonly struct GuidKeyCodec : IKeyCodec<Guid>
{
    public static int Size => 16;

    public static bool NeedsNormalization => false;

    public static Guid Normalize(Guid key) => key;

    public static void Write(ref byte target, Guid key) => GuidCodec.Write(ref target, key);

    public static Guid Read(ref byte source) => GuidCodec.Read(ref source);

    public static int Hash(Guid key)
    {
        Span<byte> bytes = stackalloc byte[16];
        GuidCodec.Write(ref MemoryMarshal.GetReference(bytes), key);
        return StableHashes.Of(BinaryPrimitives.ReadUInt128LittleEndian(bytes));
    }

    public static bool Equals(Guid x, Guid y) => x == y;
}

internal readonly struct RuneKeyCodec : IKeyCodec<Rune>
{
    public static int Size => 4;

    public static bool NeedsNormalization => false;

    public static Rune Normalize(Rune key) => key;

    public static void Write(ref byte target, Rune key) => BigEndian.Write(ref target, (uint)key.Value);

    public static Rune Read(ref byte source)
    {
        var code = BigEndian.Read<uint>(ref source);
        return Rune.IsValid(code) ? new Rune(code) : throw CorruptValue.Of("a Rune key", code);
    }

    public static int Hash(Rune key) => key.Value;

    public static bool Equals(Rune x, Rune y) => x == y;
}
