namespace FlowActors.Graph;

/// <summary>How an operator may be fused with the one before it.</summary>
public enum ChainingStrategy
{
    /// <summary>Wherever the edge and the parallelism allow it.</summary>
    Always,

    /// <summary>It starts a chain: fused with what follows, not with what comes before.</summary>
    Head,

    /// <summary>It is a chain of its own.</summary>
    Never,
}

/// <summary>What a program says about an operator besides what it does. Immutable.</summary>
/// <param name="Name">The name shown to people.</param>
public sealed record OperatorConfiguration(string Name)
{
    /// <summary>The name by which state is found again; null (default) derives one from the graph.</summary>
    public string? Uid { get; init; }

    /// <summary>A longer text for people; null (default) when there is none.</summary>
    public string? Description { get; init; }

    /// <summary>The number of subtasks; null (default) takes the job's.</summary>
    public int? Parallelism { get; init; }

    /// <summary>The number of key groups; null (default) takes the job's, or Flink's default for the parallelism.</summary>
    public int? MaxParallelism { get; init; }

    /// <summary>How it may be chained. Default: always.</summary>
    public ChainingStrategy Chaining { get; init; }

    /// <summary>True when its code blocks: its vertex then runs on the elastic pool instead of the operators' threads.</summary>
    public bool IsBlocking { get; init; }

    /// <summary>Whether all keyed state of the operator may be read while the job runs.</summary>
    public bool IsStateQueryable { get; init; }
}
