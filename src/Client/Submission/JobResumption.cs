namespace FlowActors.Client.Submission;

/// <summary>Goes on with a job that is suspended: <c>POST /jobs/{job}/resume</c>. One that goes on already is left alone, so that it may be repeated.</summary>
public sealed record JobResumption
{
    /// <summary>The job's arguments from here on; null for those that it had. One that is not suspended takes no others.</summary>
    public IReadOnlyDictionary<string, string>? Arguments { get; init; }
}

/// <summary>A job goes on; whether it can is told by its status.</summary>
/// <param name="Id">The job.</param>
/// <param name="Checkpoint">The checkpoint that it goes on from, of one that runs the last one; null when none is kept.</param>
public sealed record ResumedJob(string Id, long? Checkpoint);
