namespace FlowActors.Runtime.Subtasks.Deployment;

/// <summary>Names one attempt to run one region of a job.</summary>
/// <param name="Job">The job.</param>
/// <param name="Region">The region, by its id in the execution graph.</param>
/// <param name="Number">From 1; a region never uses a number twice.</param>
internal readonly record struct AttemptId(JobId Job, int Region, int Number)
{
    /// <summary><c>job-region-number</c>.</summary>
    public override string ToString() => $"{Job.Value}-{Region}-{Number}";
}
