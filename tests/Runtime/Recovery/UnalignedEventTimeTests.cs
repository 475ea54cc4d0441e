using System.Collections.Concurrent;
using FlowActors.Functions;
using FlowActors.Runtime.Tests.Cluster;
using FlowActors.Sources;
using FlowActors.State;

namespace FlowActors.Runtime.Tests.Recovery;

/// <summary>
/// Unaligned checkpoints of a job with event time, restored at another parallelism of the receivers only: records that were under way come before the
/// watermark that had come behind them, so that none is late, and no timer fires before all that belongs to it has come.
/// </summary>
[Collection("cluster")]
public sealed class UnalignedEventTimeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(2, 3)]
    [InlineData(3, 1)]
    [InlineData(2, 2)]
    public async Task No_record_is_late_and_no_timer_early(int before, int after)
    {
        Buckets.Forget();
        JobId id;
        long checkpoint;
        await using (var first = await StartAsync())
        {
            var job = await first.SubmitAsync("buckets", Arguments(before, fast: 1_000));
            id = job.JobId;
            while (await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
            await Buckets.CountedAsync(1_000);
            await job.TriggerCheckpointAsync().WaitAsync(Patience.Limit);
            await Buckets.CountedAsync(1_300);
            checkpoint = await job.TriggerCheckpointAsync().WaitAsync(Patience.Limit);
        }

        var metadata = Assert.Single(Directory.GetFiles(_folder, "_metadata", SearchOption.AllDirectories));
        Assert.Contains("\"unaligned\": true", await File.ReadAllTextAsync(metadata), StringComparison.Ordinal);
        await using var second = await StartAsync();
        Assert.Equal(checkpoint, await second.ResumeAsync(id, Arguments(after, fast: 2 * Buckets.Records)).WaitAsync(Patience.Limit));
        var left = Assert.Single(await second.GetJobsAsync());
        Buckets.Check(await left.WaitForEndAsync().WaitAsync(Patience.Limit));
    }

    private static Dictionary<string, string> Arguments(int parallelism, int fast) => new() { ["parallelism"] = $"{parallelism}", ["fast"] = $"{fast}" };

    private Task<FlowActorsHost> StartAsync() =>
        FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { DataFolder = _folder, ResumesJobs = false }.AddJob<Buckets>("buckets"));

    /// <summary>Counts the numbers of each key in each bucket of event time, slowly after so many; a timer closes each bucket.</summary>
    private sealed class Buckets : IStreamJob
    {
        public const int Records = 20_000;
        private const int Keys = 13;
        private const int Bucket = 130;
        private static readonly ConcurrentDictionary<(long Key, long Bucket), long> s_closed = new();
        private static readonly ConcurrentQueue<string> s_faults = new();
        private static readonly ManualResetEventSlim s_never = new(false, spinCount: 0);
        private static long s_counted;

        public static void Forget()
        {
            s_closed.Clear();
            s_faults.Clear();
            s_counted = 0;
        }

        public static async Task CountedAsync(long records)
        {
            while (Interlocked.Read(ref s_counted) < records) await Task.Yield();
        }

        public static void Check(JobResult result)
        {
            Assert.Empty(s_faults);
            Assert.Equal((long)Records, result.Accumulators["counted"]);
            var expected = Enumerable.Range(0, Records).Select(i => ((long)i % Keys, (long)i / Bucket)).Distinct();
            Assert.Equal(expected.Order(), s_closed.Keys.Order());
        }

        public void Build(StreamExecutionEnvironment env, JobArguments arguments)
        {
            var (parallelism, fast) = (arguments.Get<int>("parallelism"), arguments.Get<int>("fast"));
            env.SetParallelism(2).EnableCheckpointing(TimeSpan.FromHours(1)).ConfigureCheckpoints(c => c with { Alignment = CheckpointAlignment.Unaligned });
            env.FromSource(Source.Generate(Records, i => i), WatermarkStrategy.ForMonotonousTimestamps<long>().WithTimestampAssigner((x, _) => x), "numbers").WithUid("numbers")
                .KeyBy(x => x % Keys).Process(() => new Closing(fast)).WithUid("closing").WithParallelism(parallelism)
                .ForEach(closed => s_closed[closed] = 1);
        }

        private static long NumbersOf(long key, long bucket) => Enumerable.Range((int)bucket * Bucket, Bucket).Count(i => i < Records && i % Keys == key);

        private sealed class Closing(int fast) : KeyedProcessFunction<long, long, (long Key, long Bucket)>
        {
            private IMapState<long, long>? _open;
            private LongCounter? _counted;

            public override void Open(IKeyedRuntimeContext context)
            {
                _open = context.GetMapState(new MapStateDescriptor<long, long>("open"));
                _counted = context.GetLongCounter("counted");
            }

            public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<(long Key, long Bucket)> output)
            {
                if (Interlocked.Read(ref s_counted) >= fast) s_never.Wait(2);
                if (value <= context.TimerService.CurrentWatermark) s_faults.Enqueue($"{value} is late: the watermark is {context.TimerService.CurrentWatermark}");
                var bucket = value / Bucket;
                context.TimerService.RegisterEventTimeTimer(((bucket + 1) * Bucket) - 1);
                _open!.Put(bucket, (_open.TryGet(bucket, out var count) ? count : 0) + 1);
                _counted!.Add(1);
                Interlocked.Increment(ref s_counted);
            }

            public override void OnTimer(long timestamp, IOnTimerContext<long> context, Collector<(long Key, long Bucket)> output)
            {
                var bucket = timestamp / Bucket;
                var count = _open!.TryGet(bucket, out var counted) ? counted : 0;
                if (count != NumbersOf(context.CurrentKey, bucket)) s_faults.Enqueue($"bucket {bucket} of key {context.CurrentKey} is closed with {count} of {NumbersOf(context.CurrentKey, bucket)}");
                _open.Remove(bucket);
                output.Collect((context.CurrentKey, bucket));
            }
        }
    }
}
