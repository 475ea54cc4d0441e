using FlowActors.Examples.CommandLine;

namespace FlowActors.Examples.Clicks;

/// <summary>What is asked of the clicks command.</summary>
/// <param name="Users">How many users there are.</param>
/// <param name="Clicks">How many clicks they make together.</param>
/// <param name="Patience">For so many seconds of event time a click waits for the first profile of its user.</param>
/// <param name="Seed">The same seed makes the same streams.</param>
/// <param name="Parallelism">Of the operators behind the sources.</param>
internal sealed record ClicksOptions(int Users, long Clicks, int Patience, long Seed, int Parallelism)
{
    /// <summary>Where state is kept.</summary>
    public StateOptions State { get; init; } = new();
}
