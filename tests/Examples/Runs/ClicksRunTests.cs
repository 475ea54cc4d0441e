using FlowActors.Examples.Clicks;
using FlowActors.Tests.Examples.Clicks;

namespace FlowActors.Tests.Examples.Runs;

/// <summary>The job against a computation that looks at all clicks and profiles at once.</summary>
public class ClicksRunTests(OneNode host) : IClassFixture<OneNode>
{
    private const int Users = 50;
    private const int Clicks = 5_000;

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(2, 5, 3)]
    [InlineData(3, 86_400, 2)]
    public async Task Each_click_leaves_with_the_profile_of_its_time_or_without(long seed, int patience, int parallelism)
    {
        var env = host.CreateEnvironment();
        var results = ClicksJob.Build(env, new ClicksOptions(Users, Clicks, patience, seed, parallelism));

        await (await env.ExecuteAsync("clicks")).WaitForEndAsync();

        var streams = new ClickStreams((ulong)seed, Users);
        var oracle = new ClicksOracle(
            Enumerable.Range(0, Clicks).Select(n => streams.ClickAt(n)),
            Enumerable.Range(0, Clicks / ClickStreams.ClicksPerProfile).Select(n => streams.ProfileAt(n)),
            patience * 1_000L);
        Assert.NotEmpty(oracle.Unknown);
        Assert.Contains(oracle.Enriched, e => e.Profile.Time > e.Click.Time || patience == 0);
        Assert.Equal(oracle.Enriched, results.Enriched.Values.OrderBy(e => e.Click.Time));
        Assert.Equal(oracle.Unknown, results.Unknown.Values.OrderBy(c => c.Time));
    }
}
