using System.Globalization;
using FlowActors.Files;
using FlowActors.Functions;
using FlowActors.Sinks;
using FlowActors.Sources;
using FlowActors.State;

namespace FlowActors.Runtime.Tests.Recovery.Faults;

/// <summary>
/// Numbers 0, 1, 2, ... by key, with state and timers, into a file sink: each number, the end of each bucket of a key that has some, and at the end of
/// all input the sum and the count of each key. What is written tells whether a number or a timer was lost or came twice.
/// </summary>
/// <param name="folder">Where the files are written to.</param>
/// <param name="sink">The file system of the sink.</param>
/// <param name="poison">Makes a record fail; null for none.</param>
/// <param name="tolerable">How many checkpoints in a row may fail.</param>
/// <param name="spread">From which number on all are of one key, and the others stand still.</param>
/// <param name="parallelism">How many subtasks have state.</param>
/// <param name="backend">Keeps the state; null for what is configured.</param>
internal sealed class BucketsJob(
    string folder, IFileSystem sink, Poison poison, int tolerable, long spread = long.MaxValue, int parallelism = 2, string? backend = null) : IStreamJob
{
    private const int Keys = 7;
    private const int Bucket = 50;

    public void Build(StreamExecutionEnvironment env, JobArguments arguments)
    {
        if (backend is not null) env.SetStateBackend(backend);
        env.SetParallelism(parallelism).SetRestartStrategy(new RestartStrategy.FixedDelay(1_000, TimeSpan.FromMilliseconds(1)))
            .ConfigureCheckpoints(c => c with { Interval = TimeSpan.FromHours(1), TolerableFailures = tolerable, Timeout = TimeSpan.FromSeconds(20) });
        env.FromSource(Source.Generate<long>(null, i => i, 2_000), WatermarkStrategy.ForMonotonousTimestamps<long>().WithTimestampAssigner((x, _) => x), "numbers")
            .WithUid("numbers").WithParallelism(1)
            .Map<long>(() => new Counted(poison)).WithUid("counted").WithParallelism(1)
            .KeyBy(x => KeyOf(x, spread)).Process(() => new Buckets()).WithUid("buckets")
            .SinkTo(new RollingSink<string>(new FileSinkPlan<string>(folder, () => RowEncoder.Text<string>(), []) { Files = sink, Rolling = RollingPolicy.OnEveryCheckpoint }))
            .WithUid("files");
    }

    /// <summary>Compares what is visible with what must be there after so many numbers.</summary>
    public static void Check(string folder, long numbers, long spread = long.MaxValue)
    {
        var lines = Directory.EnumerateFiles(folder).Where(f => Path.GetFileName(f)[0] != '.').SelectMany(File.ReadLines).Order(StringComparer.Ordinal);
        var all = Enumerable.Range(0, (int)numbers).Select(i => (long)i).ToList();
        var expected = all.Select(i => Text("number", i))
            .Concat(all.Select(i => Text("bucket", KeyOf(i, spread), i / Bucket)).Distinct())
            .Concat(all.GroupBy(i => KeyOf(i, spread)).Select(g => Text("sum", g.Key, g.Sum(), g.Count())));
        Assert.Equal(expected.Order(StringComparer.Ordinal), lines);
    }

    private static long KeyOf(long number, long spread) => number < spread ? number % Keys : 0;

    private static string Text(string what, params long[] numbers) => $"{what} {string.Join(' ', numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)))}";

    private sealed class Counted(Poison poison) : RichMapFunction<long, long>
    {
        private LongCounter? _numbers;

        public override void Open(IRuntimeContext context) => _numbers = context.GetLongCounter("numbers");

        public override long Map(long value)
        {
            poison.Strike();
            _numbers!.Add(1);
            return value;
        }
    }

    private sealed class Buckets : KeyedProcessFunction<long, long, string>
    {
        private IValueState<(long Sum, long Count)>? _sum;

        public override void Open(IKeyedRuntimeContext context) => _sum = context.GetState(new ValueStateDescriptor<(long Sum, long Count)>("sum"));

        public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<string> output)
        {
            var (sum, count) = _sum!.Value();
            _sum.Update((sum + value, count + 1));
            output.Collect(Text("number", value));
            context.TimerService.RegisterEventTimeTimer(((value / Bucket) + 1) * Bucket);
            context.TimerService.RegisterEventTimeTimer(Timestamps.MaxWatermark);
        }

        public override void OnTimer(long timestamp, IOnTimerContext<long> context, Collector<string> output)
        {
            var (sum, count) = _sum!.Value();
            output.Collect(timestamp == Timestamps.MaxWatermark ? Text("sum", context.CurrentKey, sum, count) : Text("bucket", context.CurrentKey, (timestamp / Bucket) - 1));
        }
    }
}

/// <summary>Makes one record fail when it is asked to.</summary>
internal sealed class Poison
{
    private int _isWanted;

    public void Want() => Volatile.Write(ref _isWanted, 1);

    public void Strike()
    {
        if (Interlocked.Exchange(ref _isWanted, 0) == 1) throw new InvalidOperationException("poison");
    }
}
