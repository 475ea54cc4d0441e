using System.Globalization;
using FlowActors.Examples.Nexmark;

namespace FlowActors.Examples.Sensors;

/// <summary>
/// Makes readings: of each sensor one a second on average. One sensor in twenty has an outage of five minutes and says nothing meanwhile;
/// then another five minutes begin, with other outages.
/// </summary>
/// <param name="seed">The same seed makes the same readings.</param>
/// <param name="sensors">How many there are.</param>
internal sealed class SensorReadings(ulong seed, int sensors)
{
    private const long Second = 1_000;
    private const long OutageLength = 300 * Second;
    private const int OneOutageIn = 20;

    private readonly string[] _names = [.. Enumerable.Range(0, sensors).Select(s => string.Create(CultureInfo.InvariantCulture, $"sensor-{s:00}"))];

    /// <summary>The reading of a number, from 0 on.</summary>
    public Reading At(long number)
    {
        var random = new SplitMix64(seed, (ulong)number);
        var time = number * Second / sensors;
        var sensor = Speaker((int)random.Below(sensors), time);
        // The sum of some random numbers lies around its mean as real measurements do.
        var noise = Enumerable.Range(0, 4).Sum(_ => random.Below(1_000) / 1_000.0) - 2;
        return new Reading(_names[sensor], time, Math.Round(15 + (sensor % 10) + noise, 3));
    }

    // The sensor, or the next one that has no outage; if all have, the sensor.
    private int Speaker(int sensor, long time)
    {
        for (var i = 0; i < sensors; i++)
        {
            var candidate = (sensor + i) % sensors;
            if (!IsOut(candidate, time)) return candidate;
        }

        return sensor;
    }

    private bool IsOut(int sensor, long time)
    {
        var random = new SplitMix64(~seed, (ulong)((time / OutageLength * sensors) + sensor));
        return random.Below(OneOutageIn) == 0;
    }
}
