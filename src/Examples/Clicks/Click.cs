namespace FlowActors.Examples.Clicks;

/// <summary>A user looks at a page.</summary>
/// <param name="User">Who.</param>
/// <param name="Time">When, in ms: the event time.</param>
/// <param name="Page">What.</param>
internal sealed record Click(string User, long Time, string Page);
