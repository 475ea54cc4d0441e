using System.Globalization;

namespace FlowActors.Examples.Sensors;

/// <summary>What the job found, once it has ended.</summary>
/// <param name="Statistics">Of each sensor after each of its readings.</param>
/// <param name="Silences">All of them.</param>
internal sealed record SensorsResults(CollectedResults<Statistics> Statistics, CollectedResults<Silence> Silences)
{
    /// <summary>The statistics after the last reading of each sensor, by its name.</summary>
    public IReadOnlyList<Statistics> Last =>
        [.. Statistics.Values.GroupBy(s => s.Sensor).Select(sensor => sensor.Last()).OrderBy(s => s.Sensor, StringComparer.Ordinal)];

    /// <summary>The silences in their order.</summary>
    public IReadOnlyList<Silence> InOrder =>
        [.. Silences.Values.OrderBy(s => s.Since).ThenBy(s => s.Sensor, StringComparer.Ordinal)];

    /// <summary>Writes a table of the statistics and a line for each silence.</summary>
    public async Task WriteAsync(TextWriter output)
    {
        await output.WriteLineAsync($"{"sensor",-10} {"readings",10} {"min",8} {"max",8} {"mean",8} {"deviation",10}").ConfigureAwait(false);
        foreach (var s in Last)
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{s.Sensor,-10} {s.Count,10} {s.Min,8:F3} {s.Max,8:F3} {s.Mean,8:F3} {s.StandardDeviation,10:F3}")).ConfigureAwait(false);
        }

        foreach (var silence in InOrder)
            await output.WriteLineAsync($"{silence.Sensor} is silent since {TimeSpan.FromMilliseconds(silence.Since):g}").ConfigureAwait(false);
    }
}
