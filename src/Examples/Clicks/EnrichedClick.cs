namespace FlowActors.Examples.Clicks;

/// <summary>A click with the profile of its user.</summary>
internal sealed record EnrichedClick(Click Click, Profile Profile);
