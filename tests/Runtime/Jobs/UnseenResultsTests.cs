namespace FlowActors.Runtime.Tests.Jobs;

/// <summary>A job whose results nobody will ever see is told of when it is submitted.</summary>
[Collection("cluster")]
public sealed class UnseenResultsTests
{
    [Fact]
    public async Task A_job_that_never_ends_into_a_sink_that_shows_results_at_the_end_warns_with_both_and_what_to_do()
    {
        using var log = new Warnings();
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { LoggerFactory = log });
        var env = host.CreateEnvironment();
        var numbers = env.Generate(null, i => i, recordsPerSecond: 1).WithName("numbers");
        numbers.Collect();
        numbers.Discard();
        await env.ExecuteAsync("endless");
        Assert.Equal(
            "Job 'endless': the sink [1] 'Collect' shows its results only when the job has ended well, but the source [0] 'numbers' never ends, " +
            "so nothing will be seen. Use a sink that shows each record as it comes, such as Print or ForEach, or give the source an end",
            Assert.Single(log.All, line => line.Contains("'endless'", StringComparison.Ordinal)));
    }
}
