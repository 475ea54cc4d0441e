using System.Collections.Concurrent;
using FlowActors.Functions;
using FlowActors.Runtime.Tests.Cluster;
using FlowActors.Sources;

namespace FlowActors.Runtime.Tests.Recovery;

/// <summary>Jobs go on from their last checkpoint after the host was stopped and started again on the same data folder, and from savepoints.</summary>
[Collection("cluster")]
public sealed class ResumeTests : IDisposable
{
    // While so few of them have come a job is far from its end.
    private const long Mapped = 500;
    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(2, 2)]
    [InlineData(2, 3)]
    [InlineData(3, 1)]
    public async Task A_job_that_was_left_goes_on_with_what_it_had_counted(int before, int after)
    {
        long checkpoint;
        JobId id;
        await using (var first = await StartAsync(resumes: true))
        {
            var job = await first.SubmitAsync("counts", Arguments(before, rate: 1_000));
            id = job.JobId;
            await MappedAsync(job, Mapped);
            checkpoint = await job.TriggerCheckpointAsync().WaitAsync(Patience.Limit);
        }

        CountsJob.Forget();
        await using var second = await StartAsync(resumes: false);
        var left = Assert.Single(await second.GetJobsAsync());
        Assert.Equal(id, left.JobId);
        Assert.Equal(JobStatus.Suspended, await left.GetStatusAsync());
        Assert.Equal(checkpoint, await second.ResumeAsync(id, Arguments(after, rate: 1_000_000)).WaitAsync(Patience.Limit));
        CountsJob.Check(await left.WaitForEndAsync().WaitAsync(Patience.Limit));
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(3, 2)]
    public async Task A_job_starts_from_the_savepoint_of_another(int before, int after)
    {
        var savepoint = Path.Combine(_folder, "savepoint");
        await using var host = await StartAsync(resumes: true);
        var first = await host.SubmitAsync("counts", Arguments(before, rate: 1_000));
        await MappedAsync(first, Mapped);
        await first.StopWithSavepointAsync(savepoint).WaitAsync(Patience.Limit);
        await first.WaitForEndAsync().WaitAsync(Patience.Limit);

        CountsJob.Forget();
        var second = await host.SubmitAsync("counts", new SavepointRestore(savepoint), Arguments(after, rate: 1_000_000));
        CountsJob.Check(await second.WaitForEndAsync().WaitAsync(Patience.Limit));
    }

    [Fact]
    public async Task Without_a_hint_a_job_that_was_left_goes_on_by_itself()
    {
        await using (var first = await StartAsync(resumes: true))
        {
            var job = await first.SubmitAsync("counts", Arguments(2, rate: 1_000));
            await MappedAsync(job, Mapped);
            await job.TriggerCheckpointAsync().WaitAsync(Patience.Limit);
        }

        CountsJob.Forget();
        await using var second = await StartAsync(resumes: true, rate: 1_000_000);
        CountsJob.Check(await Assert.Single(await second.GetJobsAsync()).WaitForEndAsync().WaitAsync(Patience.Limit));
    }

    private static Dictionary<string, string> Arguments(int parallelism, int rate) => new() { ["parallelism"] = $"{parallelism}", ["rate"] = $"{rate}" };

    // Some count before all run.
    private static async Task MappedAsync(IJobClient job, long records)
    {
        while (!(await job.GetAccumulatorsAsync()).TryGetValue("mapped", out var mapped) || (long)mapped < records) await Task.Yield();
        while (await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
    }

    private Task<FlowActorsHost> StartAsync(bool resumes, double? rate = null) =>
        FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { DataFolder = Path.Combine(_folder, "data"), ResumesJobs = resumes }.AddJob("counts", () => new CountsJob(rate)));

    /// <summary>Sums numbers by key; what was emitted last of each key is known to the test.</summary>
    /// <param name="rate">How many it reads in a second, whatever its arguments say; null for what they say.</param>
    private sealed class CountsJob(double? rate) : IStreamJob
    {
        private const long Records = 20_000;
        private const int Keys = 97;
        private static readonly ConcurrentDictionary<long, long> s_last = new();
        private static long s_read;

        public static void Forget()
        {
            s_last.Clear();
            s_read = 0;
        }

        public static void Check(JobResult result)
        {
            Assert.Equal(Records, result.Accumulators["mapped"]);
            Assert.InRange(s_read, 1, Records - Mapped);
            var expected = Enumerable.Range(0, (int)Records).GroupBy(i => (long)i % Keys).ToDictionary(g => g.Key, g => g.Sum(i => (long)i));
            // The last records of a key may have come before the checkpoint.
            Assert.All(s_last, last => Assert.Equal(expected[last.Key], last.Value));
            Assert.InRange(s_last.Count, 1, Keys);
        }

        public void Build(StreamExecutionEnvironment env, JobArguments arguments)
        {
            env.SetParallelism(arguments.Get<int>("parallelism")).EnableCheckpointing(TimeSpan.FromHours(1));
            env.FromSource(Source.Generate(Records, i => i, rate ?? arguments.Get<double>("rate")), "numbers").WithUid("numbers")
                .Map<long>(() => new Counted()).WithUid("counted")
                .KeyBy(x => x % Keys).Sum(x => x).WithUid("sums")
                .ForEach(r => s_last.AddOrUpdate(r.Key, r.Value, (_, last) => Math.Max(last, r.Value)));
        }

        private sealed class Counted : RichMapFunction<long, long>
        {
            private LongCounter? _mapped;

            public override void Open(IRuntimeContext context) => _mapped = context.GetLongCounter("mapped");

            public override long Map(long value)
            {
                Interlocked.Increment(ref s_read);
                _mapped!.Add(1);
                return value;
            }
        }
    }
}
