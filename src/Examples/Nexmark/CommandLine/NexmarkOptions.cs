using FlowActors.Examples.CommandLine;

namespace FlowActors.Examples.Nexmark;

/// <summary>What is asked of the nexmark command.</summary>
/// <param name="Query">The query's name, or generator.</param>
internal sealed record NexmarkOptions(string Query)
{
    /// <summary>What runs the generator alone instead of a query.</summary>
    public const string Generator = "generator";

    /// <summary>Another seed gives other events.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>How many events.</summary>
    public long Events { get; init; } = 200_000;

    /// <summary>Events are out of order within groups of so many.</summary>
    public long Group { get; init; } = 1;

    /// <summary>Events a second of event time.</summary>
    public long Rate { get; init; } = 10_000;

    /// <summary>Of all operators; null for what whoever submits the job asks for.</summary>
    public int? Parallelism { get; init; } = 2;

    /// <summary>Of the source; null leaves it to the query.</summary>
    public int? SourceParallelism { get; init; }

    /// <summary>How many nodes the cluster in this process has.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>Events a second of wall time over all source subtasks together; 0 sets no limit.</summary>
    public long Throttle { get; init; }

    /// <summary>Where state is kept.</summary>
    public StateOptions State { get; init; } = new();

    /// <summary>How many times the query runs.</summary>
    public int Repeat { get; init; } = 1;

    /// <summary>The file that gets the final rows; null for none.</summary>
    public string? Output { get; init; }

    /// <summary>From one checkpoint to the next; null leaves it to the engine.</summary>
    public TimeSpan? CheckpointInterval { get; init; }

    /// <summary>From this position on nothing is read, and the stream does not end before; null reads all.</summary>
    public long? StopAfter { get; init; }
}
