using FlowActors.Functions;
using FlowActors.Runtime.Tests.Cluster;

namespace FlowActors.Runtime.Tests.Jobs;

/// <summary>Side outputs in whole jobs, within a chain and between nodes.</summary>
[Collection("cluster")]
public sealed class SideOutputJobsTests
{
    private static readonly OutputTag<string> Odd = new("odd");
    private static readonly OutputTag<long> Squares = new("squares");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_record_arrives_where_its_tag_is_read(bool chained)
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = 2 });
        var env = host.CreateEnvironment().SetParallelism(2);
        var even = env.FromSequence(1, 1_000).Process(() => new Splitting());
        var odd = even.GetSideOutput(Odd);
        var odds = (chained ? odd : odd.Rebalance()).Map(x => x + "!").Collect();
        var squares = even.GetSideOutput(Squares).KeyBy(x => x % 10).Reduce((_, x) => x).Collect();
        var again = even.GetSideOutput(Odd).Collect();
        var evens = await even.ExecuteAndCollectAsync("sides").WaitAsync(Patience.Limit);
        Assert.Equal(500, evens.Count);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"{(2 * i) + 1}!").Order(), odds.Values.Order());
        Assert.Equal(500, again.Values.Count);
        Assert.Equal(Enumerable.Range(1, 1_000).Select(i => (long)i * i), squares.Values.Order());
    }

    [Fact]
    public async Task A_tag_that_is_emitted_with_another_type_than_it_is_read_fails_the_job_with_the_operator()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync();
        var env = host.CreateEnvironment().SetRestartStrategy(RestartStrategy.None);
        var even = env.FromSequence(1, 10).Process(() => new Splitting()).WithName("splits");
        even.GetSideOutput(new OutputTag<int>("odd")).Discard();
        var failure = await Assert.ThrowsAsync<JobFailedException>(() => env.RunAsync("types").WaitAsync(Patience.Limit));
        Assert.Equal("splits", failure.Failure.Operator);
        Assert.Contains("to the side output 'odd', which the program reads as System.Int32", failure.Message, StringComparison.Ordinal);
    }

    private sealed class Splitting : ProcessFunction<long, long>
    {
        public override void ProcessElement(long value, IProcessContext context, Collector<long> output)
        {
            if (value % 2 == 0) output.Collect(value);
            else context.Output(Odd, $"{value}");
            context.Output(Squares, value * value);
        }
    }
}
