using System.Collections.Concurrent;
using FlowActors.Functions;
using FlowActors.Runtime.Tests.Cluster;

namespace FlowActors.Runtime.Tests.Recovery;

/// <summary>Of a job of two regions one fails: it goes on from the last checkpoint, and the subtasks of the other one do not notice.</summary>
[Collection("cluster")]
public sealed class RegionRestartTests
{
    private const int Records = 20_000;
    private const int Checkpointed = 500;
    private const int Parallelism = 2;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Only_the_region_that_has_failed_begins_again(int nodes)
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = nodes });
        var (healthy, failing) = (new Region(), new Region());
        var job = await StartAsync(host, healthy, failing);

        // The one that begins again does so only when the other one has gone on.
        failing.BeforeSecondAttempt = () => SpinWait.SpinUntil(() => healthy.Mapped >= healthy.MappedAtFailure + 500, Patience.Limit);
        failing.Fail(other: healthy);
        var result = await job.WaitForEndAsync().WaitAsync(Patience.Limit);

        Assert.Equal("boom", Assert.Single(await job.GetExceptionsAsync()).Message.Split(": ")[1]);
        Assert.Equal(Enumerable.Repeat(1, Parallelism), healthy.Opened);
        Assert.Equal([.. Enumerable.Repeat(1, Parallelism), .. Enumerable.Repeat(2, Parallelism)], failing.Opened.Order());
        Assert.Equal(Records, healthy.Mapped);
        Assert.InRange(failing.MappedInSecondAttempt, 1, Records - Checkpointed);
        Assert.Equal(2L * Records, result.Accumulators["mapped"]);
        healthy.CheckSums();
        failing.CheckSums();
    }

    [Fact]
    public async Task All_of_a_job_begins_again_where_the_configuration_says_so()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Configuration = "flowactors.coordinator.failover = full" });
        var (healthy, failing) = (new Region(), new Region());
        var job = await StartAsync(host, healthy, failing);
        failing.Fail(other: healthy);
        await job.WaitForEndAsync().WaitAsync(Patience.Limit);
        Assert.Equal([.. Enumerable.Repeat(1, Parallelism), .. Enumerable.Repeat(2, Parallelism)], healthy.Opened.Order());
        healthy.CheckSums();
        failing.CheckSums();
    }

    private static async Task<IJobClient> StartAsync(FlowActorsHost host, params Region[] regions)
    {
        var env = host.CreateEnvironment().SetParallelism(Parallelism).EnableCheckpointing(TimeSpan.FromHours(1))
            .SetRestartStrategy(new RestartStrategy.FixedDelay(1, TimeSpan.FromMilliseconds(1)));
        foreach (var region in regions)
        {
            env.Generate(Records, i => i).Map<long>(() => new Counted(region))
                .KeyBy(x => x % 10).Sum(x => x).ForEach(r => region.Last.AddOrUpdate(r.Key, r.Value, (_, known) => Math.Max(known, r.Value)));
        }

        var job = await env.ExecuteAsync("two regions");
        // Some count before all run.
        while (regions.Any(r => r.Mapped < Checkpointed) || await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
        await job.TriggerCheckpointAsync().WaitAsync(Patience.Limit);
        return job;
    }

    /// <summary>What is seen of a region.</summary>
    private sealed class Region
    {
        private static readonly ManualResetEventSlim s_never = new(false, spinCount: 0);
        private int _failures;
        private int _mapped;
        private int _mappedInSecondAttempt;
        private volatile Region? _other;
        private volatile bool _isSlow = true;

        public ConcurrentQueue<int> Opened { get; } = [];

        public ConcurrentDictionary<long, long> Last { get; } = [];

        public Action BeforeSecondAttempt { get; set; } = () => { };

        public int Mapped => Volatile.Read(ref _mapped);

        public int MappedInSecondAttempt => Volatile.Read(ref _mappedInSecondAttempt);

        public int MappedAtFailure { get; private set; }

        /// <summary>One of the next records fails; from here on those of both take no time.</summary>
        public void Fail(Region other)
        {
            _other = other;
            _isSlow = other._isSlow = false;
        }

        public void Read(int attempt)
        {
            if (_isSlow) s_never.Wait(1);
            if (_other is { } other && Interlocked.Exchange(ref _failures, 1) == 0)
            {
                other.MappedAtFailure = other.Mapped;
                throw new InvalidOperationException("boom");
            }

            Interlocked.Increment(ref _mapped);
            if (attempt == 2) Interlocked.Increment(ref _mappedInSecondAttempt);
        }

        public void CheckSums()
        {
            var expected = Enumerable.Range(0, Records).GroupBy(i => (long)i % 10).Select(g => KeyValuePair.Create(g.Key, g.Sum(i => (long)i)));
            Assert.Equal(expected.OrderBy(e => e.Key), Last.OrderBy(l => l.Key));
        }
    }

    private sealed class Counted(Region region) : RichMapFunction<long, long>
    {
        private LongCounter? _mapped;
        private int _attempt;

        public override void Open(IRuntimeContext context)
        {
            _mapped = context.GetLongCounter("mapped");
            _attempt = context.Attempt;
            region.Opened.Enqueue(_attempt);
            if (_attempt == 2) region.BeforeSecondAttempt();
        }

        public override long Map(long value)
        {
            region.Read(_attempt);
            _mapped!.Add(1);
            return value;
        }
    }
}
