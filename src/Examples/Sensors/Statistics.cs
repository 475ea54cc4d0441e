namespace FlowActors.Examples.Sensors;

/// <summary>
/// Running statistics of a sensor by Welford's method, which keeps its precision where sums of squares lose it (B. P. Welford, "Note on a
/// method for calculating corrected sums of squares and products", Technometrics 4 (3), 1962, pages 419-420).
/// </summary>
/// <param name="Sensor">The sensor.</param>
/// <param name="Count">How many readings there were.</param>
/// <param name="Min">The lowest value.</param>
/// <param name="Max">The highest value.</param>
/// <param name="Mean">The mean of the values.</param>
/// <param name="Squares">The sum of the squared distances of the values from their mean.</param>
internal sealed record Statistics(string Sensor, long Count, double Min, double Max, double Mean, double Squares)
{
    /// <summary>The standard deviation of the sample; 0 for a single reading.</summary>
    public double StandardDeviation => Count < 2 ? 0 : Math.Sqrt(Squares / (Count - 1));

    /// <summary>The statistics of no reading.</summary>
    public static Statistics Of(string sensor) => new(sensor, 0, double.PositiveInfinity, double.NegativeInfinity, 0, 0);

    /// <summary>The statistics with one value more.</summary>
    public Statistics Add(double value)
    {
        var count = Count + 1;
        var distance = value - Mean;
        var mean = Mean + (distance / count);
        return new Statistics(Sensor, count, Math.Min(Min, value), Math.Max(Max, value), mean, Squares + (distance * (value - mean)));
    }
}
