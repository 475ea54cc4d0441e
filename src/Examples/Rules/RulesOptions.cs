using FlowActors.Examples.CommandLine;

namespace FlowActors.Examples.Rules;

/// <summary>What is asked of the rules command.</summary>
/// <param name="Accounts">How many accounts there are.</param>
/// <param name="Payments">How many payments they make together.</param>
/// <param name="Rate">How many payments are made in a second; rules come in the same proportion.</param>
/// <param name="Seed">The same seed makes the same streams.</param>
/// <param name="Parallelism">Of the operators behind the sources.</param>
internal sealed record RulesOptions(int Accounts, long Payments, int Rate, long Seed, int Parallelism)
{
    /// <summary>Where state is kept.</summary>
    public StateOptions State { get; init; } = new();
}
