using System.Globalization;

namespace FlowActors.Bench.Harness;

/// <summary>What a process tells of the shuffles that it has run: one line of its standard output.</summary>
/// <param name="PeakBytes">The most memory that the process has occupied.</param>
/// <param name="HeapBytes">The memory that the garbage collector holds after the last run.</param>
/// <param name="Runs">Each run that counts.</param>
internal sealed record ShuffleLine(long PeakBytes, long HeapBytes, IReadOnlyList<ShuffleLine.Run> Runs)
{
    private const string Mark = "shuffle";

    /// <summary>The line's fields; null when it is another line.</summary>
    public static ShuffleLine? TryParse(string line)
    {
        var fields = line.Split(' ');
        if (fields.Length < 4 || fields[0] != Mark) return null;
        var culture = CultureInfo.InvariantCulture;
        return new ShuffleLine(
            long.Parse(fields[1], culture), long.Parse(fields[2], culture), [.. fields[3..].Select(field => Run.Parse(field, culture))]);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Mark} {PeakBytes} {HeapBytes} {string.Join(' ', Runs)}");

    /// <summary>Records per second of one run.</summary>
    internal readonly record struct Run(double PerWallSecond, double PerCpuSecond)
    {
        public static Run Parse(string field, CultureInfo culture)
        {
            var parts = field.Split('/');
            return new Run(double.Parse(parts[0], culture), double.Parse(parts[1], culture));
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{PerWallSecond:F0}/{PerCpuSecond:F0}");
    }
}
