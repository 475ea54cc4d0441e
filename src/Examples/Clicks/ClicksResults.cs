using System.Globalization;

namespace FlowActors.Examples.Clicks;

/// <summary>What the job made, once it has ended.</summary>
/// <param name="Enriched">Clicks with profiles.</param>
/// <param name="Unknown">Clicks whose user had no profile in time.</param>
internal sealed record ClicksResults(CollectedResults<EnrichedClick> Enriched, CollectedResults<Click> Unknown)
{
    /// <summary>Writes how many clicks came from each country on each plan, and how many from users unknown.</summary>
    public async Task WriteAsync(TextWriter output)
    {
        await output.WriteLineAsync($"{"country",-8} {"plan",-6} {"clicks",10}").ConfigureAwait(false);
        var groups = Enriched.Values.CountBy(click => (click.Profile.Country, click.Profile.Plan));
        foreach (var ((country, plan), clicks) in groups.OrderBy(g => g.Key.Country, StringComparer.Ordinal).ThenBy(g => g.Key.Plan, StringComparer.Ordinal))
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{country,-8} {plan,-6} {clicks,10}")).ConfigureAwait(false);
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{"unknown",-15} {Unknown.Values.Count,10}")).ConfigureAwait(false);
    }
}
