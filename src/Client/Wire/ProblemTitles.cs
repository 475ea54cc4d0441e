namespace FlowActors.Client.Wire;

/// <summary>Titles of problems that a client tells apart from others of their status.</summary>
internal static class ProblemTitles
{
    /// <summary>A state has nothing under a key.</summary>
    public const string NoKey = "There is no such key";

    /// <summary>Nobody knows a job, or not any more.</summary>
    public const string NoJob = "There is no such job";

    /// <summary>Nobody knows an operation: not yet again, or not any more.</summary>
    public const string NoOperation = "There is no such operation";

    /// <summary>A job does not run any more.</summary>
    public const string JobEnded = "The job has ended";
}
