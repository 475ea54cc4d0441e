namespace FlowActors.Client.Submission;

/// <summary>Goes on with a job that is suspended: <c>POST /jobs/{job}/resume</c>.</summary>
public sealed record JobResumption
{
    /// <summary>The job's arguments from here on; null for those that it had.</summary>
    public IReadOnlyDictionary<string, string>? Arguments { get; init; }
}

/// <summary>A job goes on; whether it can is told by its status.</summary>
/// <param name="Id">The job.</param>
/// <param name="Checkpoint">The checkpoint that it goes on from; null when none is kept.</param>
public sealed record ResumedJob(string Id, long? Checkpoint);
