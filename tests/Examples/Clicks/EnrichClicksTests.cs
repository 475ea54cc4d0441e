using FlowActors.Examples.Clicks;
using FlowActors.Testing;

namespace FlowActors.Tests.Examples.Clicks;

public class EnrichClicksTests
{
    private const long Patience = 10;
    private const int Clicks = 0;
    private const int Profiles = 1;

    [Fact]
    public void A_click_waits_for_the_first_profile_of_its_user()
    {
        using var harness = Enrich();
        var click = new Click("ann", 1, "/");
        var profile = new Profile("ann", 11, "IS", "pro");
        harness.Process(Clicks, click, timestamp: 1);
        harness.ProcessWatermark(10);
        harness.Process(Profiles, profile, timestamp: 11);
        Assert.Empty(harness.RecordsOf<EnrichedClick>());
        harness.ProcessWatermark(11);
        Assert.Equal([new EnrichedClick(click, profile)], harness.RecordsOf<EnrichedClick>());
        Assert.Empty(harness.SideOutput(EnrichClicks.Unknown));
    }

    [Fact]
    public void A_click_that_has_waited_long_enough_leaves_without_a_profile()
    {
        using var harness = Enrich();
        var click = new Click("ann", 1, "/");
        harness.Process(Clicks, click, timestamp: 1);
        harness.Process(Profiles, new Profile("ann", 12, "IS", "pro"), timestamp: 12);
        harness.ProcessWatermark(100);
        Assert.Equal([click], harness.SideOutput(EnrichClicks.Unknown));
        Assert.Empty(harness.RecordsOf<EnrichedClick>());
    }

    [Fact]
    public void A_click_gets_the_profile_of_its_time_whichever_came_first()
    {
        using var harness = Enrich();
        harness.Process(Clicks, new Click("ann", 4, "/4"), timestamp: 4);
        harness.Process(Profiles, new Profile("ann", 1, "IS", "free"), timestamp: 1);
        harness.Process(Profiles, new Profile("ann", 3, "IS", "pro"), timestamp: 3);
        harness.Process(Clicks, new Click("ann", 2, "/2"), timestamp: 2);
        harness.Process(Clicks, new Click("ann", 3, "/3"), timestamp: 3);
        harness.ProcessWatermark(4);
        Assert.Equal(
            [("/2", "free"), ("/3", "pro"), ("/4", "pro")], harness.RecordsOf<EnrichedClick>().Select(e => (e.Click.Page, e.Profile.Plan)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Clicks_leave_as_a_plain_computation_says_in_whatever_order_they_come(int seed)
    {
        var random = new Random(seed);
        using var harness = Enrich();
        var (clicks, profiles) = (new List<Click>(), new List<Profile>());
        var early = 0;
        for (long second = 0; second < 1_000; second++)
        {
            // Records of twenty ms, as good as shuffled, before the watermark behind them; two clicks of a user may share a time.
            for (var i = 0; i < 5; i++)
            {
                var (user, time) = ($"user-{random.Next(100)}", (second * 20) + random.Next(20));
                if (random.Next(4) == 0)
                {
                    if (profiles.Any(p => p.User == user && p.Time == time)) continue;
                    profiles.Add(new Profile(user, time, "IS", $"plan-{profiles.Count}"));
                    harness.Process(Profiles, profiles[^1], time);
                }
                else
                {
                    clicks.Add(new Click(user, time, $"/{clicks.Count}"));
                    harness.Process(Clicks, clicks[^1], time);
                }
            }

            harness.ProcessWatermark((second * 20) + 19);
            if (second == 500) early = harness.RecordsOf<EnrichedClick>().Count + harness.SideOutput(EnrichClicks.Unknown).Count;
        }

        harness.EndInput();
        var oracle = new ClicksOracle(clicks, profiles, Patience);
        Assert.InRange(early, clicks.Count / 3, clicks.Count);
        Assert.NotEmpty(oracle.Unknown);
        Assert.Equal(oracle.Enriched.OrderBy(e => e.Click.Page, StringComparer.Ordinal), harness.RecordsOf<EnrichedClick>().OrderBy(e => e.Click.Page, StringComparer.Ordinal));
        Assert.Equal(oracle.Unknown.OrderBy(c => c.Page, StringComparer.Ordinal), harness.SideOutput(EnrichClicks.Unknown).OrderBy(c => c.Page, StringComparer.Ordinal));
    }

    private static OperatorHarness Enrich() => OperatorHarness.Of<Click, Profile, EnrichedClick>((clicks, profiles) =>
    {
        var enriched = clicks.Connect(profiles).KeyBy(c => c.User, p => p.User).Process(() => new EnrichClicks(Patience));
        enriched.GetSideOutput(EnrichClicks.Unknown);
        return enriched;
    });
}
