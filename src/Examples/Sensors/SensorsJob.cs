using FlowActors.Functions;
using FlowActors.Sources;

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
        var inOrder = WatermarkStrategy.ForGenerator(() => new EachReading()).WithTimestampAssigner(reading => reading.Time);

        var statistics = env.FromSource(Source.Generate(options.Readings, readings.At), inOrder, "Sensors")
            .WithUid("sensors").WithParallelism(1)
            .KeyBy(reading => reading.Sensor)
            .Process(() => new SensorWatch(options.Silence * Second)).WithName("Watch").WithUid("watch");
        return new SensorsResults(statistics.Collect(), statistics.GetSideOutput(SensorWatch.Silences).Collect());
    }
}
