using FlowActors.Runtime.Tests.Cluster;

namespace FlowActors.Runtime.Tests.Jobs;

/// <summary>Records that are larger than those before them, on their way to another node.</summary>
[Collection("cluster")]
public sealed class LargeRecordsTests
{
    [Fact]
    public async Task A_batch_in_which_records_become_large_is_sent_in_pieces()
    {
        await using var host = await StartAsync("1MiB");
        // Nothing but a full batch is sent, so the large ones lie together in one of a thousand records.
        var env = host.CreateEnvironment().SetParallelism(2).SetFlushInterval(TimeSpan.FromMinutes(1));
        var large = new string('x', 10_000);
        var lengths = env.FromElements(0)
            .FlatMap(_ => Enumerable.Range(0, 20_600).Select(i => i < 20_000 ? "" : large)).WithParallelism(1)
            .Rebalance().Map(text => text.Length).Collect();
        await (await env.ExecuteAsync("large")).WaitForEndAsync().WaitAsync(Patience.Limit);
        Assert.Equal(20_600, lengths.Values.Count);
        Assert.Equal(6_000_000, lengths.Values.Sum());
    }

    [Fact]
    public async Task A_record_above_the_longest_message_fails_the_job_with_its_operators_and_the_limit()
    {
        await using var host = await StartAsync("64KiB");
        var env = host.CreateEnvironment().SetParallelism(2);
        env.FromElements(0).FlatMap(_ => Enumerable.Repeat(new string('x', 100_000), 100)).WithParallelism(1).WithName("emits")
            .Rebalance().Map(text => text.Length).WithName("receives").Discard();
        var failure = await Assert.ThrowsAsync<JobFailedException>(
            async () => await (await env.ExecuteAsync("too large")).WaitForEndAsync().WaitAsync(Patience.Limit));
        Assert.Equal("emits", failure.Failure.Operator);
        Assert.Contains(
            "SerializationException: A record of type String that operator 'emits' emitted takes more than 65,536 bytes",
            failure.Message,
            StringComparison.Ordinal);
        Assert.Contains("where operator 'receives' runs", failure.Message, StringComparison.Ordinal);
    }

    private static Task<FlowActorsHost> StartAsync(string messageBytesMax) => FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions
    {
        Nodes = 2,
        Configuration = $"flowactors.exchange.max-message-bytes = {messageBytesMax}",
    });
}
