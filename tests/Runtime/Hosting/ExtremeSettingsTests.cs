using FlowActors.Runtime.Tests.Cluster;

namespace FlowActors.Runtime.Tests.Hosting;

/// <summary>A job runs to its end with every setting at either end of its range.</summary>
[Collection("cluster")]
public sealed class ExtremeSettingsTests
{
    // At their least a host gives up before it has started, as it was told to, or has no slots; at their most the ports leave none to the second node,
    // and what is lost while shards come into being is not repeated within a day.
    private static readonly string[] NotLeast = ["lifecycle.start-timeout", "lifecycle.terminate-timeout", "client.timeout", "exchange.connect-timeout", "checkpoints.timeout", "node.slots"];
    private static readonly string[] NotMost = ["node.port", "node.data-port", "coordinator.retry-interval", "client.retry-interval", "checkpoints.min-pause"];

    [Fact]
    public Task A_job_runs_with_every_setting_at_its_least() => Run(ReferenceTests.Ranges.Where(r => !NotLeast.Contains(r.Key)).Select(r => (r.Key, r.Least)), parallelism: 1);

    [Fact]
    public Task A_job_runs_with_every_setting_at_its_most() => Run(ReferenceTests.Ranges.Where(r => !NotMost.Contains(r.Key)).Select(r => (r.Key, r.Most)), parallelism: 2);

    private static async Task Run(IEnumerable<(string Key, string Value)> settings, int parallelism)
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions
        {
            Nodes = 2, Configuration = string.Join('\n', settings.Select(s => $"flowactors.{s.Key} = {s.Value}")),
        });
        var env = host.CreateEnvironment().SetParallelism(parallelism);
        var results = env.FromSequence(1, 10_000).KeyBy(x => x % 7).Count().Collect();
        await (await env.ExecuteAsync("extreme")).WaitForEndAsync().WaitAsync(Patience.Limit);
        Assert.Equal(10_000, results.Values.GroupBy(x => x.Key).Sum(counts => counts.Max(x => x.Value)));
    }
}
