namespace FlowActors.Bench.Work;

/// <summary>Keys by Zipf's law: the k-th most frequent comes as often as the first divided by a power of k. The same in every run.</summary>
internal static class Zipf
{
    // Coprime to every power of ten: the frequent keys are not neighbours.
    private const long Spread = 611_953;
    private const int Seed = 14;

    /// <summary>So many draws of keys from 0 on, in no order.</summary>
    public static int[] Draw(int keys, double exponent, long count)
    {
        var sums = new double[keys];
        for (var (rank, sum) = (0, 0.0); rank < keys; rank++) sums[rank] = sum += 1.0 / Math.Pow(rank + 1, exponent);
        var random = new Random(Seed);
        var drawn = new int[count];
        for (var i = 0; i < drawn.Length; i++)
        {
            var rank = Array.BinarySearch(sums, random.NextDouble() * sums[^1]);
            drawn[i] = (int)(Math.Min(rank < 0 ? ~rank : rank, keys - 1) * Spread % keys);
        }

        return drawn;
    }
}
