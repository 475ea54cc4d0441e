namespace FlowActors.Examples.Nexmark;

/// <summary>What is asked of the nexmark command.</summary>
/// <param name="Query">The query's name, or generator.</param>
/// <param name="Seed">Of the events.</param>
/// <param name="Events">How many.</param>
/// <param name="Group">Events are out of order within groups of so many.</param>
/// <param name="Rate">Events a second of event time.</param>
/// <param name="Repeat">How many times the query runs.</param>
internal sealed record NexmarkOptions(string Query, long Seed, long Events, long Group, long Rate, int Repeat);
