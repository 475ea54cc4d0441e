using FlowActors.Runtime.Tests.Cluster;

namespace FlowActors.Runtime.Tests.Jobs;

/// <summary>The record at hand comes to the client with the failure, if the application or the node's settings allow it.</summary>
[Collection("cluster")]
public sealed class RecordsInFailuresTests
{
    [Theory]
    [InlineData("off", null, null)]
    [InlineData("off", true, "1.5")]
    [InlineData("on", null, "1.5")]
    [InlineData("on", false, null)]
    public async Task A_failure_shows_the_record_where_it_may(string setting, bool? asked, string? expected)
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions
        {
            Nodes = 2,
            Configuration = $"flowactors.failures.show-records = {setting}",
        });
        var env = host.CreateEnvironment();
        if (asked is { } show) env.ShowRecordsInFailures(show);
        env.FromElements(1.5).Rebalance().Map(x => x > 0 ? throw new InvalidOperationException("broken") : x).Discard();
        var job = await env.ExecuteAsync("fails");
        var failure = await Assert.ThrowsAsync<JobFailedException>(() => job.WaitForEndAsync().WaitAsync(Patience.Limit));
        Assert.Equal(expected, failure.Failure.Record);
        Assert.Equal(expected, Assert.Single(await job.GetExceptionsAsync()).Record);
        if (expected is null) Assert.DoesNotContain("1.5", failure.Message, StringComparison.Ordinal);
        else Assert.EndsWith("InvalidOperationException: broken [record: 1.5]", failure.Message, StringComparison.Ordinal);
    }
}
