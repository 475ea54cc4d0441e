using System.Collections.Concurrent;
using FlowActors.Functions;
using FlowActors.Runtime.Tests.Cluster;

namespace FlowActors.Runtime.Tests.Recovery;

/// <summary>A job that fails goes on from its last checkpoint: no record is lost, none counts twice, and what the checkpoint holds is not read again.</summary>
[Collection("cluster")]
public sealed class RestartTests
{
    private const int Records = 20_000;
    private const int Checkpointed = 500;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task State_and_positions_go_on_from_the_last_checkpoint(int nodes)
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = nodes });
        var env = host.CreateEnvironment().SetParallelism(2).EnableCheckpointing(TimeSpan.FromHours(1))
            .SetRestartStrategy(new RestartStrategy.FixedDelay(1, TimeSpan.FromMilliseconds(1)));
        var failure = new FailureOnRequest();
        var last = new ConcurrentDictionary<long, long>();
        env.Generate(Records, i => i).Map<long>(() => new Counted(failure))
            .KeyBy(x => x % 10).Sum(x => x).ForEach(r => last.AddOrUpdate(r.Key, r.Value, (_, known) => Math.Max(known, r.Value)));
        var job = await env.ExecuteAsync("restarted");
        while (!(await job.GetAccumulatorsAsync()).TryGetValue("mapped", out var mapped) || (long)mapped < Checkpointed) await Task.Yield();
        // Some count before all run.
        while (await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
        await job.TriggerCheckpointAsync().WaitAsync(Patience.Limit);

        failure.IsWanted = true;
        var result = await job.WaitForEndAsync().WaitAsync(Patience.Limit);

        Assert.Equal("boom", Assert.Single(await job.GetExceptionsAsync()).Message.Split(": ")[1]);
        Assert.Equal((long)Records, result.Accumulators["mapped"]);
        Assert.InRange(failure.ReadSince, 1, Records - Checkpointed);
        var expected = Enumerable.Range(0, Records).GroupBy(i => (long)i % 10).Select(g => KeyValuePair.Create(g.Key, g.Sum(i => (long)i)));
        Assert.Equal(expected.OrderBy(e => e.Key), last.OrderBy(l => l.Key));
    }

    /// <summary>Fails one record once it is asked to, up to which each takes its time, and counts those that come in the attempt behind.</summary>
    private sealed class FailureOnRequest
    {
        private static readonly ManualResetEventSlim s_never = new(false, spinCount: 0);
        private int _failures;
        private int _failedIn;
        private long _readSince;

        public volatile bool IsWanted;

        public long ReadSince => Interlocked.Read(ref _readSince);

        public void Read(int attempt)
        {
            if (!IsWanted) s_never.Wait(1);
            if (IsWanted && Interlocked.Exchange(ref _failures, 1) == 0)
            {
                Volatile.Write(ref _failedIn, attempt);
                throw new InvalidOperationException("boom");
            }

            if (Volatile.Read(ref _failedIn) is > 0 and var failed && attempt > failed) Interlocked.Increment(ref _readSince);
        }
    }

    private sealed class Counted(FailureOnRequest failure) : RichMapFunction<long, long>
    {
        private LongCounter? _mapped;
        private int _attempt;

        public override void Open(IRuntimeContext context)
        {
            _mapped = context.GetLongCounter("mapped");
            _attempt = context.Attempt;
        }

        public override long Map(long value)
        {
            failure.Read(_attempt);
            _mapped!.Add(1);
            return value;
        }
    }
}
