namespace FlowActors.Client.Jobs;

/// <summary>One job: <c>GET /jobs/{job}</c>.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="RegisteredName">The name that its class is registered by; null for a job made of lambdas.</param>
/// <param name="Arguments">Its arguments; <c>***</c> where one may be a secret.</param>
/// <param name="Attempt">The number of the last attempt; 0 before the first.</param>
/// <param name="SubmittedAt">When it was submitted.</param>
/// <param name="StartedAt">When its first attempt began to run; null before.</param>
/// <param name="EndedAt">When it ended; null before.</param>
/// <param name="Reason">Why it stands where it stands, where there is something to say; null otherwise.</param>
/// <param name="Checkpoint">The last checkpoint that is complete; null when none is.</param>
/// <param name="Restored">The checkpoint or savepoint that the last attempt began with; null when it began with nothing.</param>
/// <param name="Parallelism">The greatest parallelism of its operators; null where its plan is not kept.</param>
/// <param name="MaxParallelism">The greatest number of key groups of its operators; null where its plan is not kept.</param>
/// <param name="Subtasks">How many subtasks it has; null where its plan is not kept.</param>
public sealed record JobDetails(
    string Id,
    string Name,
    string Status,
    string? RegisteredName,
    IReadOnlyDictionary<string, string> Arguments,
    int Attempt,
    DateTimeOffset SubmittedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    string? Reason,
    long? Checkpoint,
    long? Restored,
    int? Parallelism,
    int? MaxParallelism,
    int? Subtasks);
