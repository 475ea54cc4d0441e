namespace FlowActors.Examples.Nexmark;

/// <summary>Prices from 100 to 99,900,000 whose magnitudes are equally likely.</summary>
internal static class Prices
{
    private static ReadOnlySpan<long> Magnitudes => [1, 10, 100, 1_000, 10_000, 100_000];

    public static long Next(ref SplitMix64 random)
    {
        var magnitude = Magnitudes[(int)random.Below(6)];
        return (100 + random.Below(900)) * magnitude;
    }
}
