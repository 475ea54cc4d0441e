using FlowActors.Examples.Clicks;
using FlowActors.Testing;

namespace FlowActors.Tests.Examples.Clicks;

public class EnrichClicksTests
{
    private const long Patience = 10;
    private const int Clicks = 0;
    private const int Profiles = 1;

    [Fact]
    public void A_click_waits_for_the_profile_of_its_user()
    {
        using var harness = Enrich();
        var click = new Click("ann", 1, "/");
        var profile = new Profile("ann", 5, "IS", "pro");
        harness.Process(Clicks, click, timestamp: 1);
        harness.ProcessWatermark(10);
        harness.Process(Profiles, profile, timestamp: 5);
        harness.ProcessWatermark(100);
        Assert.Equal([new EnrichedClick(click, profile)], harness.RecordsOf<EnrichedClick>());
        Assert.Empty(harness.SideOutput(EnrichClicks.Unknown));
    }

    [Fact]
    public void A_click_that_has_waited_long_enough_leaves_without_a_profile()
    {
        using var harness = Enrich();
        var click = new Click("ann", 1, "/");
        harness.Process(Clicks, click, timestamp: 1);
        harness.ProcessWatermark(11);
        harness.Process(Profiles, new Profile("ann", 12, "IS", "pro"), timestamp: 12);
        Assert.Equal([click], harness.SideOutput(EnrichClicks.Unknown));
        Assert.Empty(harness.RecordsOf<EnrichedClick>());
    }

    [Fact]
    public void A_profile_changes_the_clicks_behind_it()
    {
        using var harness = Enrich();
        harness.Process(Profiles, new Profile("ann", 1, "IS", "free"), timestamp: 1);
        harness.Process(Clicks, new Click("ann", 2, "/"), timestamp: 2);
        harness.Process(Profiles, new Profile("ann", 3, "IS", "pro"), timestamp: 3);
        harness.Process(Clicks, new Click("ann", 4, "/"), timestamp: 4);
        Assert.Equal(["free", "pro"], harness.RecordsOf<EnrichedClick>().Select(e => e.Profile.Plan));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Clicks_leave_as_a_plain_model_says(int seed)
    {
        var random = new Random(seed);
        using var harness = Enrich();
        var (profiles, waiting) = (new Dictionary<string, Profile>(), new List<Click>());
        var (enriched, unknown) = (new List<EnrichedClick>(), new List<Click>());
        for (long now = 0; now < 2_000; now++)
        {
            var user = $"user-{random.Next(400)}";
            switch (random.Next(4))
            {
                case 0:
                    var profile = new Profile(user, now, "IS", $"plan-{now}");
                    harness.Process(Profiles, profile, now);
                    profiles[user] = profile;
                    enriched.AddRange(waiting.Where(c => c.User == user).Select(c => new EnrichedClick(c, profile)));
                    waiting.RemoveAll(c => c.User == user);
                    break;
                case 1:
                    harness.ProcessWatermark(now);
                    unknown.AddRange(waiting.Where(c => c.Time + Patience <= now));
                    waiting.RemoveAll(c => c.Time + Patience <= now);
                    break;
                default:
                    var click = new Click(user, now, $"/{now}");
                    harness.Process(Clicks, click, now);
                    if (profiles.TryGetValue(user, out var known)) enriched.Add(new EnrichedClick(click, known));
                    else waiting.Add(click);
                    break;
            }
        }

        harness.EndInput();
        unknown.AddRange(waiting);
        Assert.NotEmpty(waiting);
        Assert.Equal(enriched, harness.RecordsOf<EnrichedClick>());
        Assert.Equal(unknown.OrderBy(c => c.Time), harness.SideOutput(EnrichClicks.Unknown).OrderBy(c => c.Time));
    }

    private static OperatorHarness Enrich() => OperatorHarness.Of<Click, Profile, EnrichedClick>((clicks, profiles) =>
    {
        var enriched = clicks.Connect(profiles).KeyBy(c => c.User, p => p.User).Process(() => new EnrichClicks(Patience));
        enriched.GetSideOutput(EnrichClicks.Unknown);
        return enriched;
    });
}
