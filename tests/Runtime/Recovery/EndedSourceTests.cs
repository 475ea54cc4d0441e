using System.Collections.Concurrent;
using FlowActors.Files;
using FlowActors.Functions;
using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Tests.Cluster;
using FlowActors.Sources;

namespace FlowActors.Runtime.Tests.Recovery;

/// <summary>
/// Checkpoints go on after one of two sources has ended. The host is gone before the other one ends; a job that goes on from such a checkpoint, at
/// any parallelism, reads nothing again of the source that has ended, and each number counts once.
/// </summary>
[Collection("cluster")]
public sealed class EndedSourceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(2, 2)]
    [InlineData(2, 3)]
    [InlineData(3, 1)]
    public async Task Between_the_ends_of_two_sources(int before, int after)
    {
        TwoSources.Forget();
        JobId id;
        long checkpoint;
        await using (var first = await StartAsync())
        {
            var job = await first.SubmitAsync("two", Arguments(before, rate: 2_000));
            id = job.JobId;
            do checkpoint = await TriggerAsync(job);
            while (!HasEnded(id, checkpoint, "short"));
            Assert.False(HasEnded(id, checkpoint, "long"));
            // What comes behind the checkpoint comes again.
            var counted = TwoSources.Counted("long");
            while (TwoSources.Counted("long") < counted + 500) await Task.Yield();
        }

        TwoSources.Forget();
        await using (var second = await StartAsync())
        {
            // Once more: what has ended is restored, and written again.
            Assert.Equal(checkpoint, await second.ResumeAsync(id, Arguments(after, rate: 2_000)).WaitAsync(Patience.Limit));
            var job = Assert.Single(await second.GetJobsAsync());
            while (TwoSources.Counted("long") < 500) await Task.Yield();
            checkpoint = await TriggerAsync(job);
            Assert.True(HasEnded(id, checkpoint, "short"));
            Assert.Equal(0, TwoSources.Counted("short"));
        }

        TwoSources.Forget();
        await using var third = await StartAsync();
        Assert.Equal(checkpoint, await third.ResumeAsync(id, Arguments(before, rate: 1_000_000)).WaitAsync(Patience.Limit));
        TwoSources.Check(await Assert.Single(await third.GetJobsAsync()).WaitForEndAsync().WaitAsync(Patience.Limit));
    }

    [Fact]
    public async Task At_another_parallelism_while_it_runs_and_in_the_next_run_of_the_process()
    {
        TwoSources.Forget();
        JobId id;
        await using (var first = await StartAsync())
        {
            var job = await first.SubmitAsync("two", Arguments(2, rate: 2_000));
            id = job.JobId;
            while (TwoSources.Counted("short") < 1_000 || TwoSources.Counted("long") < 500) await Task.Yield();
            // Some count before all run.
            while (await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
            Assert.Null((await first.Jobs.Rescales.RunAsync(id, 3, CancellationToken.None).WaitAsync(Patience.Limit)).Failure);
            Assert.True(HasEnded(id, await TriggerAsync(job), "short"));
            Assert.Equal(1_000, TwoSources.Counted("short"));
        }

        TwoSources.Forget();
        await using var second = await StartAsync();
        await second.ResumeAsync(id, Arguments(2, rate: 1_000_000)).WaitAsync(Patience.Limit);
        TwoSources.Check(await Assert.Single(await second.GetJobsAsync()).WaitForEndAsync().WaitAsync(Patience.Limit));
        var told = await second.Jobs.Rescales.ListAsync(id, CancellationToken.None).WaitAsync(Patience.Limit);
        Assert.Equal((3, 2, 3), (told.Parallelism, Assert.Single(told.All).From, told.All[0].To));
    }

    private static async Task<long> TriggerAsync(IJobClient job)
    {
        while (await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
        return await job.TriggerCheckpointAsync().WaitAsync(Patience.Limit);
    }

    private bool HasEnded(JobId job, long checkpoint, string source)
    {
        var location = new SnapshotLocation(Path.Join(_folder, "checkpoints", job.Value, $"chk-{checkpoint}"));
        return RestoredSnapshot.Read(new FileSnapshotReader(new LocalFileSystem()), location).HasEnded([source]);
    }

    private static Dictionary<string, string> Arguments(int parallelism, int rate) => new() { ["parallelism"] = $"{parallelism}", ["rate"] = $"{rate}" };

    private Task<FlowActorsHost> StartAsync() =>
        FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { DataFolder = _folder, ResumesJobs = false }.AddJob<TwoSources>("two"));

    /// <summary>Sums the numbers of a source that ends soon and of one that does not by key.</summary>
    private sealed class TwoSources : IStreamJob
    {
        private const int Short = 1_000;
        private const int Long = 20_000;
        private const int Keys = 97;
        private static readonly ConcurrentDictionary<long, long> s_last = new();
        private static readonly ConcurrentDictionary<string, long> s_counted = new();

        public static long Counted(string source) => s_counted.GetValueOrDefault(source);

        public static void Forget()
        {
            s_last.Clear();
            s_counted.Clear();
        }

        public static void Check(JobResult result)
        {
            Assert.Equal((long)Short, result.Accumulators["short"]);
            Assert.Equal((long)Long, result.Accumulators["long"]);
            Assert.Equal(0, Counted("short"));
            Assert.InRange(Counted("long"), 1, Long - 500);
            var expected = Enumerable.Range(0, Short).Concat(Enumerable.Range(0, Long)).GroupBy(i => (long)i % Keys).ToDictionary(g => g.Key, g => g.Sum(i => (long)i));
            // The last numbers of a key may have come before the checkpoint.
            Assert.All(s_last, last => Assert.Equal(expected[last.Key], last.Value));
            Assert.InRange(s_last.Count, 1, Keys);
        }

        public void Build(StreamExecutionEnvironment env, JobArguments arguments)
        {
            env.SetParallelism(arguments.Get<int>("parallelism")).EnableCheckpointing(TimeSpan.FromHours(1));
            var ended = env.FromSource(Source.Generate(Short, i => i), "short").WithUid("short").Map<long>(() => new Counting("short")).WithUid("counted short");
            env.FromSource(Source.Generate(Long, i => i, arguments.Get<double>("rate")), "long").WithUid("long").Map<long>(() => new Counting("long")).WithUid("counted long")
                .Union(ended)
                .KeyBy(x => x % Keys).Sum(x => x).WithUid("sums")
                .ForEach(r => s_last.AddOrUpdate(r.Key, r.Value, (_, last) => Math.Max(last, r.Value)));
        }

        private sealed class Counting(string source) : RichMapFunction<long, long>
        {
            private LongCounter? _counted;

            public override void Open(IRuntimeContext context) => _counted = context.GetLongCounter(source);

            public override long Map(long value)
            {
                s_counted.AddOrUpdate(source, 1, (_, counted) => counted + 1);
                _counted!.Add(1);
                return value;
            }
        }
    }
}
