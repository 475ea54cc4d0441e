namespace FlowActors.Examples.Sensors;

/// <summary>The program: readings, the statistics of each sensor, and the silences.</summary>
internal static class SensorsJob
{
    public const string Name = "sensors";

    private const long Second = 1_000;

    public static SensorsResults Build(StreamExecutionEnvironment env, SensorsOptions options)
    {
        env.SetParallelism(options.Parallelism);
        var readings = new SensorReadings((ulong)options.Seed, options.Sensors);
        var source = new InOrderSource<Reading>(readings.At, reading => reading.Time, options.Readings);

        var statistics = env.FromSource(source, "Sensors").WithUid("sensors").WithParallelism(1)
            .KeyBy(reading => reading.Sensor)
            .Process(() => new SensorWatch(options.Silence * Second)).WithName("Watch").WithUid("watch");
        return new SensorsResults(statistics.Collect(), statistics.GetSideOutput(SensorWatch.Silences).Collect());
    }
}
