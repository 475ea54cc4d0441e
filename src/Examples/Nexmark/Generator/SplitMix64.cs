using System.Runtime.CompilerServices;

namespace FlowActors.Examples.Nexmark;

/// <summary>
/// The random numbers of one event: a SplitMix64 sequence that begins at a hash of seed and event number, so that any
/// event can be made without those before it. All arithmetic wraps.
/// </summary>
internal struct SplitMix64(ulong seed, ulong number)
{
    private ulong _state = Mix(seed ^ Mix(number));

    /// <summary>63 random bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        return Mix(_state) >> 1;
    }

    /// <summary>A number from 0 to <paramref name="bound"/> - 1. Cheap where the bound is a constant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Below(long bound) => (long)(Next() % (ulong)bound);

    /// <summary>A number from 0 to <paramref name="bound"/> - 1 for a bound met again and again, without a division.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Below(in Divisor bound) => bound.Remainder((long)Next());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
