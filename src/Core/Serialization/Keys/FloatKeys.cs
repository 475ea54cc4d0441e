using System.Numerics;
using System.Runtime.CompilerServices;

namespace FlowActors.Serialization;

/// <summary>
/// Floating-point numbers, normalised to one zero and one NaN, in the order of CompareTo: NaN, then from negative to positive
/// infinity. Negative numbers have all bits inverted, positive ones the sign bit.
/// </summary>
internal readonly struct FloatKeyCodec<T, TBits> : IKeyCodec<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TBits : unmanaged, IBinaryInteger<TBits>, IMinMaxValue<TBits>, ISignedNumber<TBits>
{
    public static int Size => Unsafe.SizeOf<T>();

    public static bool NeedsNormalization => true;

    public static T Normalize(T key) => T.IsNaN(key) ? T.NaN : key == T.Zero ? T.Zero : key;

    public static void Write(ref byte target, T key)
    {
        var bits = Bits(key);
        BigEndian.Write(ref target, TBits.IsNegative(bits) ? ~bits : bits ^ TBits.MinValue);
    }

    public static T Read(ref byte source)
    {
        var bits = BigEndian.Read<TBits>(ref source);
        return Unsafe.BitCast<TBits, T>(TBits.IsNegative(bits) ? bits ^ TBits.MinValue : ~bits);
    }

    public static int Hash(T key) => StableHashes.Of(long.CreateTruncating(Bits(key)));

    public static bool Equals(T x, T y) => x == y || (T.IsNaN(x) && T.IsNaN(y));

    private static TBits Bits(T key) => Unsafe.BitCast<T, TBits>(Normalize(key));
}
