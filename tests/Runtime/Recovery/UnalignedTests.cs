using System.Collections.Concurrent;
using FlowActors.Functions;
using FlowActors.Runtime.Tests.Cluster;
using FlowActors.Sources;
using FlowActors.State;

namespace FlowActors.Runtime.Tests.Recovery;

/// <summary>
/// Jobs go on from checkpoints whose barriers have overtaken records behind a slow operator: those are part of the checkpoint, come once, and each
/// key's in their order, whoever owns the key then.
/// </summary>
[Collection("cluster")]
public sealed class UnalignedTests : IDisposable
{
    private const int Many = 40_000;

    // So few that the source has sent its end, too, which waits behind them.
    private const int Few = 1_200;

    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(CheckpointAlignment.Unaligned, 1, 2, 2, Many)]
    [InlineData(CheckpointAlignment.Unaligned, 1, 2, 3, Many)]
    [InlineData(CheckpointAlignment.Unaligned, 3, 3, 2, Many)]
    [InlineData(CheckpointAlignment.AlignedWithTimeout, 1, 2, 3, Many)]
    [InlineData(CheckpointAlignment.AlignedWithTimeout, 3, 3, 3, Many)]
    [InlineData(CheckpointAlignment.Unaligned, 1, 2, 3, Few)]
    [InlineData(CheckpointAlignment.AlignedWithTimeout, 3, 3, 2, Few)]
    public async Task Records_that_were_under_way_come_once_and_in_order(CheckpointAlignment alignment, int nodes, int before, int after, int records)
    {
        SlowJob.Forget();
        JobId id;
        long checkpoint;
        await using (var first = await StartAsync(nodes))
        {
            var job = await first.SubmitAsync("slow", Arguments(alignment, before, records, fast: records / 40));
            id = job.JobId;
            await RunningAsync(job);
            await SlowJob.CountedAsync(records / 40);
            checkpoint = await job.TriggerCheckpointAsync().WaitAsync(Patience.Limit);
            // Once more, with what the one before has found under way out of the way.
            checkpoint = await job.TriggerCheckpointAsync().WaitAsync(Patience.Limit);
        }

        var metadata = Assert.Single(Directory.GetFiles(_folder, "_metadata", SearchOption.AllDirectories));
        Assert.Contains("\"unaligned\": true", await File.ReadAllTextAsync(metadata), StringComparison.Ordinal);
        SlowJob.Forget();
        await using (var second = await StartAsync(nodes))
        {
            // What was put back is under way still, and may be put back to others once more.
            Assert.Equal(checkpoint, await second.ResumeAsync(id, Arguments(alignment, after, records, fast: 0)).WaitAsync(Patience.Limit));
            var job = Assert.Single(await second.GetJobsAsync());
            await RunningAsync(job);
            checkpoint = await job.TriggerCheckpointAsync().WaitAsync(Patience.Limit);
        }

        SlowJob.Forget();
        await using var third = await StartAsync(nodes);
        Assert.Equal(checkpoint, await third.ResumeAsync(id, Arguments(alignment, before, records, fast: records)).WaitAsync(Patience.Limit));
        SlowJob.Check(await Assert.Single(await third.GetJobsAsync()).WaitForEndAsync().WaitAsync(Patience.Limit), records);
    }

    [Fact]
    public async Task Another_build_that_sends_other_records_is_not_started_and_the_old_one_goes_on()
    {
        SlowJob.Forget();
        JobId id;
        var arguments = Arguments(CheckpointAlignment.Unaligned, 2, Many, fast: 1_000);
        await using (var first = await StartAsync(1))
        {
            var job = await first.SubmitAsync("slow", arguments);
            id = job.JobId;
            await RunningAsync(job);
            await SlowJob.CountedAsync(1_000);
            await job.TriggerCheckpointAsync().WaitAsync(Patience.Limit);
        }

        await using var second = await StartAsync(1);
        var left = Assert.Single(await second.GetJobsAsync());
        await second.ResumeAsync(id, new Dictionary<string, string>(arguments) { ["shape"] = "wider" }).WaitAsync(Patience.Limit);
        var failed = await Assert.ThrowsAsync<JobFailedException>(() => left.WaitForEndAsync()).WaitAsync(Patience.Limit);
        Assert.Equal(JobStatus.Suspended, await left.GetStatusAsync());
        Assert.Contains("Records were under way to input 0 of operator", failed.Message, StringComparison.Ordinal);
        Assert.Contains("take a savepoint with the build that wrote it", failed.Message, StringComparison.Ordinal);

        SlowJob.Forget();
        await second.ResumeAsync(id, new Dictionary<string, string>(arguments) { ["fast"] = $"{Many}" }).WaitAsync(Patience.Limit);
        SlowJob.Check(await left.WaitForEndAsync().WaitAsync(Patience.Limit), Many);
    }

    private static async Task RunningAsync(IJobClient job)
    {
        while (await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
    }

    private static Dictionary<string, string> Arguments(CheckpointAlignment alignment, int parallelism, int records, int fast) =>
        new() { ["records"] = $"{records}", ["parallelism"] = $"{parallelism}", ["fast"] = $"{fast}", ["alignment"] = $"{alignment}" };

    private Task<FlowActorsHost> StartAsync(int nodes) =>
        FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = nodes, DataFolder = Path.Combine(_folder, "data"), ResumesJobs = false }.AddJob<SlowJob>("slow"));

    /// <summary>Numbers the records of each key, slowly after so many, and notes what came out of order.</summary>
    private sealed class SlowJob : IStreamJob
    {
        private const int Keys = 97;
        private static readonly ConcurrentDictionary<long, long> s_last = new();
        private static readonly ConcurrentQueue<string> s_faults = new();
        private static readonly ManualResetEventSlim s_never = new(false, spinCount: 0);
        private static long s_counted;

        public static void Forget()
        {
            s_last.Clear();
            s_counted = 0;
        }

        public static async Task CountedAsync(long records)
        {
            while (Interlocked.Read(ref s_counted) < records) await Task.Yield();
        }

        public static void Check(JobResult result, int records)
        {
            Assert.Empty(s_faults);
            Assert.Equal((long)records, result.Accumulators["numbered"]);
            Assert.All(s_last, last => Assert.Equal(Enumerable.Range(0, records).Count(i => i % Keys == last.Key), last.Value));
            Assert.NotEmpty(s_last);
        }

        public void Build(StreamExecutionEnvironment env, JobArguments arguments)
        {
            var (records, fast) = (arguments.Get<long>("records"), arguments.Get<int>("fast"));
            var alignment = Enum.Parse<CheckpointAlignment>(arguments.Get("alignment"));
            env.SetParallelism(arguments.Get<int>("parallelism")).EnableCheckpointing(TimeSpan.FromHours(1)).ConfigureCheckpoints(c => c with
            {
                Alignment = alignment,
                AlignmentTimeout = alignment == CheckpointAlignment.AlignedWithTimeout ? TimeSpan.FromMilliseconds(1) : null,
            });
            DataStream<long> numbers = env.FromSource(Source.Generate(records, i => i), "numbers").WithParallelism(1).WithUid("numbers");
            if (arguments.Get("shape", "plain") == "wider") numbers = numbers.Map(x => x).WithParallelism(1).WithUid("wider");
            numbers.KeyBy(x => x % Keys).Process(() => new Numbering(fast, records == Many ? 2 : 20)).WithUid("numbering")
                .ForEach(r => s_last.AddOrUpdate(r.Key, r.Value, (_, last) => Math.Max(last, r.Value)));
        }

        private sealed class Numbering(int fast, int milliseconds) : KeyedProcessFunction<long, long, KeyValuePair<long, long>>
        {
            private IValueState<long>? _count;
            private LongCounter? _numbered;

            public override void Open(IKeyedRuntimeContext context)
            {
                _count = context.GetState(new ValueStateDescriptor<long>("count"));
                _numbered = context.GetLongCounter("numbered");
            }

            public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<KeyValuePair<long, long>> output)
            {
                if (Interlocked.Read(ref s_counted) >= fast) s_never.Wait(milliseconds);
                var count = _count!.Value();
                if (value / Keys != count) s_faults.Enqueue($"record {value} is number {count} of its key");
                _count.Update(count + 1);
                _numbered!.Add(1);
                Interlocked.Increment(ref s_counted);
                output.Collect(KeyValuePair.Create(context.CurrentKey, count + 1));
            }
        }
    }
}
