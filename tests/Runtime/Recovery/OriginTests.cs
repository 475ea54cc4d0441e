using System.Collections.Concurrent;
using FlowActors.Functions;
using FlowActors.Runtime.Tests.Cluster;
using FlowActors.Sources;

namespace FlowActors.Runtime.Tests.Recovery;

/// <summary>What becomes of the snapshot that a job begins with: a savepoint, claimed or not, and the last checkpoint of a job that has failed.</summary>
[Collection("cluster")]
public sealed class OriginTests : IDisposable
{
    private const long Mapped = 500;
    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-").FullName;

    private string Savepoint => Path.Combine(_folder, "savepoint");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_savepoint_that_is_not_claimed_stays_and_is_not_needed_behind_the_first_checkpoint()
    {
        await using var host = await StartAsync();
        await StopWithSavepointAsync(host);
        var files = Directory.GetFiles(Savepoint).Order().ToList();
        var job = await host.SubmitAsync("sums", new SavepointRestore(Savepoint), SumsJob.Restarts(1));
        await RunsAsync(job);
        await job.TriggerCheckpointAsync().WaitAsync(Patience.Limit);
        Assert.Equal(files, Directory.GetFiles(Savepoint).Order());

        Directory.Delete(Savepoint, recursive: true);
        SumsJob.FailsNext = true;
        SumsJob.IsSlow = false;
        SumsJob.Check(await job.WaitForEndAsync().WaitAsync(Patience.Limit));
        Assert.Single(await job.GetExceptionsAsync());
    }

    [Fact]
    public async Task A_savepoint_that_is_claimed_goes_once_with_the_checkpoint_that_takes_its_place_and_nothing_else_does()
    {
        await using var host = await StartAsync();
        await StopWithSavepointAsync(host);
        var backup = Directory.GetFiles(Savepoint).ToDictionary(path => path, File.ReadAllBytes);
        var notes = Path.Combine(Savepoint, "notes.txt");
        await File.WriteAllTextAsync(notes, "mine");
        var job = await host.SubmitAsync("sums", new SavepointRestore(Savepoint) { ClaimMode = ClaimMode.Claim }, SumsJob.Restarts(1));
        await RunsAsync(job);
        // Until then it is what the job restarts from.
        Assert.True(Directory.GetFiles(Savepoint).Length > 2);
        await job.TriggerCheckpointAsync().WaitAsync(Patience.Limit);
        Assert.True(SpinWait.SpinUntil(() => Directory.GetFiles(Savepoint).SequenceEqual([notes]), Patience.Limit));
        SumsJob.IsSlow = false;
        SumsJob.Check(await job.WaitForEndAsync().WaitAsync(Patience.Limit));
        Assert.Equal([notes], Directory.GetFiles(Savepoint));
        await host.DisposeAsync();

        // A backup of it that comes back to its place belongs to whoever has put it there.
        foreach (var (path, bytes) in backup) await File.WriteAllBytesAsync(path, bytes);
        await using var later = await StartAsync();
        SumsJob.Forget();
        var next = await later.SubmitAsync("sums", new SavepointRestore(Savepoint), SumsJob.Restarts(1));
        SumsJob.IsSlow = false;
        await next.WaitForEndAsync().WaitAsync(Patience.Limit);
        Assert.Equal([.. backup.Keys.Append(notes).Order()], Directory.GetFiles(Savepoint).Order());
    }

    [Fact]
    public async Task A_job_starts_from_the_last_checkpoint_of_one_that_has_failed_for_good()
    {
        await using var host = await StartAsync();
        SumsJob.Forget();
        var first = await host.SubmitAsync("sums", SumsJob.Restarts(0));
        await MappedAsync(first, Mapped);
        var checkpoint = await first.TriggerCheckpointAsync().WaitAsync(Patience.Limit);
        SumsJob.FailsNext = true;
        await Assert.ThrowsAsync<JobFailedException>(() => first.WaitForEndAsync().WaitAsync(Patience.Limit));

        SumsJob.Forget();
        var kept = Path.Combine(_folder, "data", "checkpoints", first.JobId.Value, $"chk-{checkpoint}");
        var second = await host.SubmitAsync("sums", new SavepointRestore(kept), SumsJob.Restarts(1));
        SumsJob.IsSlow = false;
        SumsJob.Check(await second.WaitForEndAsync().WaitAsync(Patience.Limit));
        Assert.InRange(SumsJob.Read, 1, SumsJob.Records - Mapped);
    }

    // Some count before all run.
    private static async Task MappedAsync(IJobClient job, long records)
    {
        while (!(await job.GetAccumulatorsAsync()).TryGetValue("mapped", out var mapped) || (long)mapped < records) await Task.Yield();
        while (await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
    }

    // What it has counted comes back before all of it runs.
    private static async Task RunsAsync(IJobClient job)
    {
        while (await job.GetStatusAsync() != JobStatus.Running || SumsJob.Read < 500) await Task.Yield();
    }

    private async Task StopWithSavepointAsync(FlowActorsHost host)
    {
        SumsJob.Forget();
        var first = await host.SubmitAsync("sums", SumsJob.Restarts(1));
        await MappedAsync(first, Mapped);
        await first.StopWithSavepointAsync(Savepoint).WaitAsync(Patience.Limit);
        await first.WaitForEndAsync().WaitAsync(Patience.Limit);
        SumsJob.Forget();
    }

    private Task<FlowActorsHost> StartAsync() =>
        FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { DataFolder = Path.Combine(_folder, "data") }.AddJob<SumsJob>("sums"));

    /// <summary>Sums numbers by key; what was emitted last of each key is known to the test. It does not come to its end before the test wants that.</summary>
    private sealed class SumsJob : IStreamJob
    {
        public const int Records = 20_000;
        private const int Keys = 97;
        private static readonly ConcurrentDictionary<long, long> s_last = new();
        private static readonly ManualResetEventSlim s_never = new(false, spinCount: 0);
        private static long s_read;
        private static int s_failsNext;
        private static bool s_isSlow;

        public static long Read => Interlocked.Read(ref s_read);

        public static bool FailsNext
        {
            set => Volatile.Write(ref s_failsNext, value ? 1 : 0);
        }

        /// <summary>Whether each record takes its time.</summary>
        public static bool IsSlow
        {
            get => Volatile.Read(ref s_isSlow);
            set => Volatile.Write(ref s_isSlow, value);
        }

        public static Dictionary<string, string> Restarts(int restarts) => new() { ["restarts"] = $"{restarts}" };

        public static void Forget()
        {
            s_last.Clear();
            s_read = 0;
            FailsNext = false;
            IsSlow = true;
        }

        public static void Check(JobResult result)
        {
            Assert.Equal((long)Records, result.Accumulators["mapped"]);
            var expected = Enumerable.Range(0, Records).GroupBy(i => (long)i % Keys).ToDictionary(g => g.Key, g => g.Sum(i => (long)i));
            Assert.Equal(expected.OrderBy(e => e.Key), s_last.OrderBy(l => l.Key));
        }

        public void Build(StreamExecutionEnvironment env, JobArguments arguments)
        {
            env.SetParallelism(2).EnableCheckpointing(TimeSpan.FromHours(1))
                .SetRestartStrategy(arguments.Get<int>("restarts") is > 0 and var restarts ? new RestartStrategy.FixedDelay(restarts, TimeSpan.FromMilliseconds(1)) : RestartStrategy.None);
            env.FromSource(Source.Generate(Records, i => i), "numbers").WithUid("numbers")
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
                if (Interlocked.Exchange(ref s_failsNext, 0) == 1) throw new InvalidOperationException("boom");
                if (IsSlow) s_never.Wait(1);
                Interlocked.Increment(ref s_read);
                _mapped!.Add(1);
                return value;
            }
        }
    }
}
