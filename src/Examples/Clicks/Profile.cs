namespace FlowActors.Examples.Clicks;

/// <summary>What is known of a user from a time on.</summary>
/// <param name="User">Who.</param>
/// <param name="Time">Since when, in ms: the event time.</param>
/// <param name="Country">Where the user lives.</param>
/// <param name="Plan">What the user pays for.</param>
internal sealed record Profile(string User, long Time, string Country, string Plan);
