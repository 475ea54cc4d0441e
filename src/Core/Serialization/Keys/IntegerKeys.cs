using System.Numerics;
using System.Runtime.CompilerServices;

namespace FlowActors.Serialization;

/// <summary>Integers and characters, big-endian with the sign bit flipped.</summary>
internal readonly struct IntegerKeyCodec<T> : IKeyCodec<T>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    public static int Size => Unsafe.SizeOf<T>();

    public static bool NeedsNormalization => false;

    public static T Normalize(T key) => key;

    // The smallest value of a signed type is its sign bit alone; that of an unsigned type is zero.
    public static void Write(ref byte target, T key) => BigEndian.Write(ref target, key ^ T.MinValue);

    public static T Read(ref byte source) => BigEndian.Read<T>(ref source) ^ T.MinValue;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Hash(T key) => Unsafe.SizeOf<T>() switch
    {
        <= 4 => int.CreateTruncating(key),
        8 => StableHashes.Of(long.CreateTruncating(key)),
        _ => StableHashes.Of(UInt128.CreateTruncating(key)),
    };

    public static bool Equals(T x, T y) => x == y;
}

/// <summary>An enum as its underlying integer.</summary>
internal readonly struct EnumKeyCodec<T, TUnderlying> : IKeyCodec<T>
    where T : unmanaged, Enum
    where TUnderlying : unmanaged, IBinaryInteger<TUnderlying>, IMinMaxValue<TUnderlying>
{
    public static int Size => Unsafe.SizeOf<T>();

    public static bool NeedsNormalization => false;

    public static T Normalize(T key) => key;

    public static void Write(ref byte target, T key) => IntegerKeyCodec<TUnderlying>.Write(ref target, Number(key));

    public static T Read(ref byte source) => Unsafe.BitCast<TUnderlying, T>(IntegerKeyCodec<TUnderlying>.Read(ref source));

    public static int Hash(T key) => IntegerKeyCodec<TUnderlying>.Hash(Number(key));

    public static bool Equals(T x, T y) => Number(x) == Number(y);

    private static TUnderlying Number(T key) => Unsafe.BitCast<T, TUnderlying>(key);
}

/// <summary>A byte 0 or 1.</summary>
internal readonly struct BooleanKeyCodec : IKeyCodec<bool>
{
    public static int Size => 1;

    public static bool NeedsNormalization => false;

    public static bool Normalize(bool key) => key;

    public static void Write(ref byte target, bool key) => BooleanCodec.Write(ref target, key);

    public static bool Read(ref byte source) => BooleanCodec.Read(ref source);

    public static int Hash(bool key) => key ? 1 : 0;

    public static bool Equals(bool x, bool y) => x == y;
}
