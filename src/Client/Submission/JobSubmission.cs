namespace FlowActors.Client.Submission;

/// <summary>Asks for a job: <c>POST /jobs</c>.</summary>
/// <param name="Job">The name that it is registered by.</param>
public sealed record JobSubmission(string Job)
{
    /// <summary>The name of this run; null takes the registered one.</summary>
    public string? Name { get; init; }

    /// <summary>Its arguments; null for none.</summary>
    public IReadOnlyDictionary<string, string>? Arguments { get; init; }

    /// <summary>The parallelism that its program starts with, which it may set itself; null for that of the server's default settings.</summary>
    public int? Parallelism { get; init; }

    /// <summary>The savepoint that it begins with; null for none.</summary>
    public SavepointStart? From { get; init; }
}

/// <summary>What a job begins with.</summary>
/// <param name="Savepoint">The savepoint, or the checkpoint of another job: a path below one of the server's savepoint folders, or a name below the first.</param>
public sealed record SavepointStart(string Savepoint)
{
    /// <summary>Whether the job takes it over, and deletes it when it is needed no more: <c>claim</c> or <c>noClaim</c>. Null is <c>noClaim</c>.</summary>
    public string? Claim { get; init; }

    /// <summary>Whether state of operators that the job does not have is left out; false, the job is refused then.</summary>
    public bool AllowUnmatchedState { get; init; }
}
