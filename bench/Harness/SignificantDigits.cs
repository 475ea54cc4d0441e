using System.Globalization;

namespace FlowActors.Bench.Harness;

/// <summary>Numbers with three significant digits, never with an exponent, in the invariant culture.</summary>
internal static class SignificantDigits
{
    private const int Digits = 3;

    public static string Format(double value)
    {
        if (!double.IsFinite(value))
            throw new BenchException("A figure is not a number: a run took no measurable time. Measure more records.");
        // Rounding first: 0.9996 has one digit more before the point than its logarithm says.
        var rounded = double.Parse(value.ToString("E" + (Digits - 1), CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var exponent = rounded == 0 ? 0 : (int)Math.Floor(Math.Log10(Math.Abs(rounded)));
        return rounded.ToString("F" + Math.Max(0, Digits - 1 - exponent), CultureInfo.InvariantCulture);
    }
}
