using FlowActors.Sinks;

namespace FlowActors.Bench.Campaigns.Cluster;

/// <summary>A source at a constant rate, keyed state, keyed state behind it, and files.</summary>
internal sealed class ClusterJob(ClusterOrder order, string backend) : IStreamJob
{
    /// <summary>The backends that there is a job for.</summary>
    public static readonly IReadOnlyList<string> Backends = ["memory", "rocksdb"];

    /// <summary>The uid of the operator whose state is read.</summary>
    public const string Counts = "counts";

    /// <summary>The name of that state.</summary>
    public const string State = "count";

    /// <summary>The accumulator of the records that were read.</summary>
    public const string Read = "read";

    /// <summary>From one checkpoint to the next.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private const double RecordsPerSecond = 400;

    /// <summary>Its name.</summary>
    public string Name => NameOf(backend);

    /// <summary>The name that the job of a backend is registered by.</summary>
    public static string NameOf(string backend) => $"counts-{backend}";

    // One for the process, whatever attempts come and go.
    private readonly UnfencedLines? _unfenced = order.Plant == ClusterPlant.Fencing ? new UnfencedLines(order.Output(NameOf(backend))) : null;

    public void Build(StreamExecutionEnvironment env, JobArguments arguments)
    {
        var records = new ClusterRecords(order.Seed);
        env.SetStateBackend(backend)
            .EnableCheckpointing(Interval)
            // Files that a frozen or a cut off node had to write are not written in time.
            .ConfigureCheckpoints(c => c with
            {
                TolerableFailures = 5,
                Timeout = TimeSpan.FromSeconds(30),
                Alignment = backend == Backends[0] ? CheckpointAlignment.Aligned : CheckpointAlignment.AlignedWithTimeout,
                AlignmentTimeout = backend == Backends[0] ? null : TimeSpan.FromMilliseconds(50),
            })
            .SetRestartStrategy(new RestartStrategy.FixedDelay(1_000_000, TimeSpan.FromMilliseconds(200)))
            .Generate(null, records.At, RecordsPerSecond).WithUid("records").WithParallelism(ClusterRecords.Splits)
            .Map(() => new CountingRead()).WithUid("read").WithParallelism(ClusterRecords.Splits)
            .KeyBy(r => order.Plant == ClusterPlant.Owners ? OwnerOf(r) : r.Key)
            .Process(() => new CountingKeys()).WithUid(Counts)
            .KeyBy(s => s.Group)
            .Process(() => new CountingGroups(_unfenced)).WithUid("groups")
            .SinkTo(new FileSink<string>(new FileSinkPlan<string>(order.Output(NameOf(backend)), () => RowEncoder.Text<string>(null), []) { Rolling = RollingPolicy.OnEveryCheckpoint }))
            .WithUid("files").WithParallelism(2);
    }

    // Every second record of some keys goes to another subtask.
    private static int OwnerOf(ClusterRecord record) => record.Key < 2 && record.Position / ClusterRecords.Keys % 2 == 1 ? record.Key + ClusterRecords.Keys : record.Key;
}
