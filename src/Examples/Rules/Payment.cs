namespace FlowActors.Examples.Rules;

/// <summary>An account pays.</summary>
/// <param name="Account">Which one.</param>
/// <param name="Time">When, in ms: the event time.</param>
/// <param name="Amount">How much.</param>
internal sealed record Payment(string Account, long Time, long Amount);
