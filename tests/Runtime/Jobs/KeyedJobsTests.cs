using FlowActors.Linq;
using FlowActors.Runtime.Tests.Cluster;

namespace FlowActors.Runtime.Tests.Jobs;

/// <summary>Keys and records as programs make them, between the subtasks of two nodes.</summary>
[Collection("cluster")]
public sealed class KeyedJobsTests
{
    [Fact]
    public async Task What_lies_where_its_key_does_can_be_taken_as_keyed()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = 2 });
        var env = host.CreateEnvironment().SetParallelism(3);
        var sums = env.FromSequence(1, 1_000).KeyBy(x => x % 10).Reduce((_, x) => x).ReinterpretAsKeyed(x => x % 10).Sum(x => x);
        var results = await sums.ExecuteAndCollectAsync("reinterpreted").WaitAsync(Patience.Limit);
        var expected = Enumerable.Range(0, 10).Select(key => KeyValuePair.Create((long)key, Enumerable.Range(1, 1_000).Where(x => x % 10 == key).Sum(x => (long)x)));
        Assert.Equal(expected, results.GroupBy(r => r.Key).Select(g => KeyValuePair.Create(g.Key, g.Max(r => r.Value))).OrderBy(r => r.Key));
    }

    [Fact]
    public async Task What_lies_elsewhere_fails_the_job_with_the_operator_and_the_key_group()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = 2 });
        var env = host.CreateEnvironment().SetParallelism(3).SetRestartStrategy(RestartStrategy.None);
        env.FromSequence(1, 1_000).Rebalance().Map(x => x).ReinterpretAsKeyed(x => x).Count().WithName("counts").Discard();
        var failure = await Assert.ThrowsAsync<JobFailedException>(() => env.RunAsync("misplaced").WaitAsync(Patience.Limit));
        Assert.Equal("counts", failure.Failure.Operator);
        Assert.Contains("of operator 'counts' belongs to key group", failure.Message, StringComparison.Ordinal);
        Assert.Contains("ReinterpretAsKeyed", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_of_an_anonymous_type_travel_between_nodes()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = 2 });
        var env = host.CreateEnvironment().SetParallelism(4);
        var query =
            from x in env.FromSequence(1, 200).Rebalance()
            let text = $"{x}"
            let even = x % 2 == 0
            where even
            select new { x, text, Parts = new { even, text.Length } };
        var results = await query.Shuffle().Map(r => (r.x, r.text, r.Parts.even, r.Parts.Length)).ExecuteAndCollectAsync("anonymous").WaitAsync(Patience.Limit);
        Assert.Equal(Enumerable.Range(1, 100).Select(i => (2L * i, $"{2 * i}", true, $"{2 * i}".Length)), results.Order());
    }
}
