namespace FlowActors.Examples.Rules;

/// <summary>A rule has been met.</summary>
/// <param name="Rule">The rule as it was then.</param>
/// <param name="Payment">The payment that met it.</param>
internal sealed record Alarm(Rule Rule, Payment Payment);
