namespace FlowActors.Examples.Nexmark;

/// <summary>
/// The text that fills an event up to its desired size, give or take a fifth of what is missing; a piece of
/// <see cref="Letters.Pool"/>.
/// </summary>
internal static class ExtraText
{
    private const int BidRest = 100 - 32;
    private const int BidDelta = BidRest / 5;

    /// <summary>For each length of a bid's text, beginning with the shortest, how many places of the pool it can start at.</summary>
    private static readonly Divisor[] BidOffsets =
        [.. Enumerable.Range(BidRest - BidDelta, 2 * BidDelta).Select(length => new Divisor(Letters.Pool.Length - length))];

    /// <summary>The text of a bid, whose other members count as 32 of the desired 100 characters.</summary>
    public static string ForBid(ref SplitMix64 random)
    {
        var index = (int)random.Below(2 * BidDelta);
        return Letters.Pool.Substring((int)random.Below(BidOffsets[index]), BidRest - BidDelta + index);
    }

    /// <summary>The text of an event whose other members have <paramref name="current"/> of the desired characters.</summary>
    public static string For(ref SplitMix64 random, int current, int desired)
    {
        if (current > desired) return "";
        var rest = desired - current;
        var delta = rest / 5;
        var length = rest - delta + (delta == 0 ? 0 : (int)random.Below(2 * delta));
        return Letters.Pool.Substring((int)random.Below(Letters.Pool.Length - length), length);
    }
}
