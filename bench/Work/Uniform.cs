namespace FlowActors.Bench.Work;

/// <summary>Evenly spread numbers as a pure function of their position: the same in every run, and no state to carry.</summary>
internal static class Uniform
{
    /// <summary>A number from 0 to <paramref name="count"/> - 1 for a position.</summary>
    public static int Index(long position, int count) => (int)(((Mix((ulong)position) >> 32) * (uint)count) >> 32);

    /// <summary>The output function of SplitMix64.</summary>
    private static ulong Mix(ulong position)
    {
        var z = (position + 1) * 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
