using FlowActors.Examples.Clicks;

namespace FlowActors.Tests.Examples.Runs;

public class ClicksRunTests(OneNode host) : IClassFixture<OneNode>
{
    private const int Users = 50;
    private const int Clicks = 5_000;

    [Theory]
    [InlineData(1, 5, 1)]
    [InlineData(2, 5, 3)]
    public async Task Every_click_leaves_once_with_a_profile_of_its_user_or_without(long seed, int patience, int parallelism)
    {
        var results = await RunAsync(new ClicksOptions(Users, Clicks, patience, seed, parallelism));

        var streams = new ClickStreams((ulong)seed, Users);
        var profiles = Enumerable.Range(0, Clicks / ClickStreams.ClicksPerProfile).Select(n => streams.ProfileAt(n)).ToHashSet();
        Assert.Equal(
            Made(streams), results.Enriched.Values.Select(e => e.Click).Concat(results.Unknown.Values).OrderBy(c => c.Time));
        Assert.All(results.Enriched.Values, e => Assert.True(e.Click.User == e.Profile.User && profiles.Contains(e.Profile)));
    }

    [Fact]
    public async Task With_patience_enough_only_clicks_of_users_that_never_have_a_profile_leave_without()
    {
        var results = await RunAsync(new ClicksOptions(Users, Clicks, Patience: 86_400, Seed: 3, Parallelism: 2));

        var streams = new ClickStreams(3, Users);
        var known = Enumerable.Range(0, Clicks / ClickStreams.ClicksPerProfile).Select(n => streams.ProfileAt(n).User).ToHashSet();
        Assert.InRange(known.Count, 1, Users - 1);
        Assert.Equal(Made(streams).Where(c => !known.Contains(c.User)), results.Unknown.Values.OrderBy(c => c.Time));
        Assert.Equal(Made(streams).Where(c => known.Contains(c.User)), results.Enriched.Values.Select(e => e.Click).OrderBy(c => c.Time));
    }

    private static IEnumerable<Click> Made(ClickStreams streams) => Enumerable.Range(0, Clicks).Select(n => streams.ClickAt(n));

    private async Task<ClicksResults> RunAsync(ClicksOptions options)
    {
        var env = host.CreateEnvironment();
        var results = ClicksJob.Build(env, options);
        await (await env.ExecuteAsync("clicks")).WaitForEndAsync();
        return results;
    }
}
