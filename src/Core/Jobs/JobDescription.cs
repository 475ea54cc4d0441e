namespace FlowActors;

/// <summary>What a job was submitted as, and what it began with.</summary>
/// <param name="JobId">Its id.</param>
/// <param name="JobName">Its name.</param>
/// <param name="RegisteredName">The name that its class is registered by; null for a job made of lambdas.</param>
/// <param name="Arguments">Its arguments, of the last time that it was submitted or resumed.</param>
public sealed record JobDescription(JobId JobId, string JobName, string? RegisteredName, IReadOnlyDictionary<string, string> Arguments)
{
    /// <summary>The number of the checkpoint or savepoint that the present attempt began with, or the last one; null when it began with nothing.</summary>
    public long? RestoredCheckpoint { get; init; }
}
