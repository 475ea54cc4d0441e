namespace FlowActors.Bench.Harness;

/// <summary>Smallest, middle and largest of several runs.</summary>
internal readonly record struct Spread(double Min, double Median, double Max)
{
    /// <summary>The spread of at least one value. The median of an even number is the mean of the middle two.</summary>
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, sorted[^1]);
    }
}
