using FlowActors.Examples.Clicks;

namespace FlowActors.Tests.Examples.Clicks;

/// <summary>What becomes of clicks, by a look at all profiles at once.</summary>
internal sealed class ClicksOracle(IEnumerable<Click> clicks, IEnumerable<Profile> profiles, long patience)
{
    private readonly ILookup<string, Profile> _profiles = profiles.OrderBy(p => p.Time).ToLookup(p => p.User);
    private readonly List<Click> _clicks = [.. clicks];

    /// <summary>Clicks with profiles, in the order of the clicks.</summary>
    public IEnumerable<EnrichedClick> Enriched => _clicks.Where(c => ProfileOf(c) is not null).Select(c => new EnrichedClick(c, ProfileOf(c)!));

    /// <summary>Clicks without, in their order.</summary>
    public IEnumerable<Click> Unknown => _clicks.Where(c => ProfileOf(c) is null);

    // The last one up to its time, else the first one while it waits.
    private Profile? ProfileOf(Click click) =>
        _profiles[click.User].LastOrDefault(p => p.Time <= click.Time) ?? _profiles[click.User].FirstOrDefault(p => p.Time <= click.Time + patience);
}
