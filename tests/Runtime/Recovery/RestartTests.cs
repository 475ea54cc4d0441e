using FlowActors.Functions;
using FlowActors.Runtime.Tests.Cluster;

namespace FlowActors.Runtime.Tests.Recovery;

/// <summary>A job that fails goes on from its last checkpoint: no record is lost, and none counts twice.</summary>
[Collection("cluster")]
public sealed class RestartTests
{
    private const long Records = 20_000;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task State_goes_on_from_the_last_checkpoint(int nodes)
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = nodes });
        var env = host.CreateEnvironment().SetParallelism(2).EnableCheckpointing(TimeSpan.FromMilliseconds(20))
            .SetRestartStrategy(new RestartStrategy.FixedDelay(3, TimeSpan.FromMilliseconds(1)));
        var failing = new FailAfterCheckpoints();
        var sums = env.FromSequence(1, Records).Map(failing.Slowly).KeyBy(x => x % 10).Sum(x => x);
        var job = await sums.ExecuteAndCollectAsync("restarted").WaitAsync(Patience.Limit);
        var expected = Enumerable.Range(0, 10).Select(key => KeyValuePair.Create((long)key, Enumerable.Range(1, (int)Records).Where(x => x % 10 == key).Sum(x => (long)x)));
        Assert.Equal(expected, job.GroupBy(r => r.Key).Select(g => KeyValuePair.Create(g.Key, g.Max(r => r.Value))).OrderBy(r => r.Key));
        Assert.Equal(1, failing.Failures);
        Assert.Equal(Records, job.Select(r => r).LongCount());
    }

    private sealed class FailAfterCheckpoints
    {
        private int _failures;
        private long _read;

        public int Failures => _failures;

        public long Slowly(long x)
        {
            if (x % 100 == 0) Thread.Sleep(1);
            if (Interlocked.Increment(ref _read) == 15_000 && Interlocked.Exchange(ref _failures, 1) == 0) throw new InvalidOperationException("boom");
            return x;
        }
    }
}
