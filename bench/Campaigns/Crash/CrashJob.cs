using FlowActors.Files;
using FlowActors.Functions;
using FlowActors.Sinks;
using FlowActors.Sources;

namespace FlowActors.Bench.Campaigns.Crash;

/// <summary>Regions that have nothing to do with each other, each from a source over keyed state and timers to files.</summary>
internal sealed class CrashJob(WorkerOrder order, KillSwitch kill, IFileSystem files) : IStreamJob
{
    public const string Name = "crash";
    private const double RecordsPerSecond = 4_000;
    private const int PartBytesMax = 24 << 10;

    /// <summary>The accumulator of the records that a region has read.</summary>
    public static string ReadOf(int region) => $"read-{region}";

    public void Build(StreamExecutionEnvironment env, JobArguments arguments)
    {
        env.SetParallelism(CrashRecords.Parallelism)
            .EnableCheckpointing(TimeSpan.FromMilliseconds(50))
            .ConfigureCheckpoints(c => c with
            {
                Alignment = order.Alignment,
                AlignmentTimeout = order.Alignment == CheckpointAlignment.AlignedWithTimeout ? TimeSpan.FromMilliseconds(2) : null,
            })
            .SetRestartStrategy(new RestartStrategy.FixedDelay(1_000, TimeSpan.FromMilliseconds(10)));
        for (var region = 0; region < CrashRecords.Regions; region++) AddRegion(env, region);
    }

    private void AddRegion(StreamExecutionEnvironment env, int region)
    {
        var records = new CrashRecords(order.Seed, region);
        // As if each resume had lost the record that it stood before.
        var off = order.Plant == Plant.Source ? order.Round * CrashRecords.Parallelism : 0;
        env.FromSource(
                Source.Generate(null, i => records.At(i + off), RecordsPerSecond),
                WatermarkStrategy.ForMonotonousTimestamps<CrashRecord>().WithTimestampAssigner(r => r.Position),
                $"records-{region}")
            .WithUid($"records-{region}")
            .Map(() => new PassingSource(region, kill)).WithUid($"passing-{region}")
            .KeyBy(r => r.Key)
            .Process(() => new CountingByKey(region, order.Plant, kill)).WithUid($"counts-{region}").WithParallelism(order.Parallelism)
            .SinkTo(new FileSink<string>(Files(region))).WithUid($"files-{region}").WithParallelism(order.Parallelism);
    }

    // Small, so that much is committed, and some files are written on over several checkpoints.
    private FileSinkPlan<string> Files(int region) => new(Path.Combine(order.Output, $"region-{region}"), () => RowEncoder.Text<string>(null), [])
    {
        Rolling = order.Plant == Plant.Commit ? RollingPolicy.OnEveryCheckpoint : RollingPolicy.Default with { PartBytesMax = PartBytesMax },
        Files = files,
    };
}
