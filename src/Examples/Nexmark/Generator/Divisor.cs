using System.Runtime.CompilerServices;

namespace FlowActors.Examples.Nexmark;

/// <summary>
/// Divides numbers of 63 bits by a number that is fixed at run time, with two multiplications: the high half of
/// x * floor((2^64 - 1) / d) is the quotient or one less than it.
/// </summary>
internal readonly struct Divisor
{
    private readonly ulong _divisor;
    private readonly ulong _reciprocal;

    /// <param name="divisor">At least 1.</param>
    public Divisor(long divisor)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(divisor);
        _divisor = (ulong)divisor;
        _reciprocal = ulong.MaxValue / (ulong)divisor;
    }

    /// <summary><paramref name="dividend"/> / divisor, for a dividend that is not negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Quotient(long dividend)
    {
        var quotient = Math.BigMul((ulong)dividend, _reciprocal, out _);
        return (long)((ulong)dividend - quotient * _divisor >= _divisor ? quotient + 1 : quotient);
    }

    /// <summary><paramref name="dividend"/> mod divisor, for a dividend that is not negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Remainder(long dividend)
    {
        var rest = (ulong)dividend - Math.BigMul((ulong)dividend, _reciprocal, out _) * _divisor;
        return (long)(rest >= _divisor ? rest - _divisor : rest);
    }
}
