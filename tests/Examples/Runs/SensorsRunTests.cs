using FlowActors.Examples.Sensors;

namespace FlowActors.Tests.Examples.Runs;

/// <summary>The job against a computation that looks at all readings at once.</summary>
public class SensorsRunTests(OneNode host) : IClassFixture<OneNode>
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    public async Task Statistics_and_silences_are_those_of_the_readings(long seed, int parallelism)
    {
        var options = new SensorsOptions(Sensors: 7, Readings: 7_000, Silence: 5, seed, parallelism);
        var env = host.CreateEnvironment();
        var results = SensorsJob.Build(env, options);

        await (await env.ExecuteAsync("sensors")).WaitForEndAsync();

        var made = new SensorReadings((ulong)seed, options.Sensors);
        var readings = Enumerable.Range(0, (int)options.Readings).Select(number => made.At(number)).ToList();
        foreach (var sensor in readings.GroupBy(r => r.Sensor))
        {
            var running = results.Statistics.Values.Where(s => s.Sensor == sensor.Key).ToList();
            Assert.Equal(sensor.Count(), running.Count);
            for (var count = 1; count <= running.Count; count++) AreOf([.. sensor.Take(count).Select(r => r.Value)], running[count - 1]);
        }

        var expected = Silences(readings, options.Silence * 1_000).OrderBy(s => s.Since).ThenBy(s => s.Sensor, StringComparer.Ordinal).ToList();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, results.InOrder);
        Assert.Equal(readings.Select(r => r.Sensor).Distinct().Order(StringComparer.Ordinal), results.Last.Select(s => s.Sensor));
    }

    private static void AreOf(double[] values, Statistics statistics)
    {
        var mean = values.Sum() / values.Length;
        var deviation = values.Length == 1 ? 0 : Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
        Assert.Equal((values.Length, values.Min(), values.Max()), (statistics.Count, statistics.Min, statistics.Max));
        Assert.Equal(mean, statistics.Mean, 1e-9);
        Assert.Equal(deviation, statistics.StandardDeviation, 1e-9);
    }

    // Gaps between two readings, and between the last one of a sensor and the last one of all.
    private static IEnumerable<Silence> Silences(List<Reading> readings, long silence) =>
        from sensor in readings.GroupBy(r => r.Sensor)
        let times = sensor.Select(r => r.Time).Append(readings[^1].Time)
        from gap in times.Zip(times.Skip(1), (before, after) => (Before: before, After: after))
        where gap.After - gap.Before > silence
        select new Silence(sensor.Key, gap.Before);
}
