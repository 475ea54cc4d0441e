using FlowActors.Runtime.Planning;

namespace FlowActors.Runtime.Control;

/// <summary>What travels instead of a job graph: each node builds the same graph from it.</summary>
/// <param name="Id">The submission.</param>
/// <param name="JobName">The job's name, for people and for the journal.</param>
/// <param name="RegisteredName">The name its class is registered by; null for a job made of lambdas in this process.</param>
/// <param name="Arguments">The arguments of a registered job.</param>
/// <param name="Parallelism">What the job manager resolved for the job's life; null before.</param>
internal sealed record JobSpec(
    JobId Id,
    string JobName,
    string? RegisteredName,
    IReadOnlyDictionary<string, string> Arguments,
    ResolvedParallelism? Parallelism = null)
{
    /// <summary>The savepoint that the job begins with; null for none.</summary>
    public SavepointRestore? From { get; init; }

    /// <summary>The parallelism that its program starts with, as who submitted it asked; null for that of the node's default settings.</summary>
    public int? AskedParallelism { get; init; }

    /// <summary>The parallelism that somebody has given it since, whatever its program says; null where nobody has.</summary>
    public int? RescaledTo { get; init; }

    /// <summary>The same job at another parallelism; its operators keep the number of key groups that they have.</summary>
    public JobSpec At(int parallelism) => this with { Parallelism = Parallelism! with { Parallelism = parallelism }, RescaledTo = parallelism };
}
