namespace FlowActors.Examples.Rules;

/// <summary>An alarm is due when an account makes so many payments in succession that are so large.</summary>
/// <param name="Name">A later rule of the same name replaces it.</param>
/// <param name="Time">When it was made, in ms: the event time.</param>
/// <param name="Amount">How large each payment is at least.</param>
/// <param name="Payments">How many in succession; 0 for a rule that is off.</param>
internal sealed record Rule(string Name, long Time, long Amount, int Payments);
