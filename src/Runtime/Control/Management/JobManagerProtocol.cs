namespace FlowActors.Runtime.Control;

/// <summary>What the job manager writes down.</summary>
internal interface IManagerEvent : IControlMessage;

/// <summary>What clients say to the job manager, besides messages about a job, which it passes on; and what it writes down.</summary>
internal static class JobManagerProtocol
{
    /// <summary>Run this job; answered by one of the next two. May be repeated.</summary>
    public sealed record SubmitJob(JobSpec Job) : IControlMessage;

    /// <summary>The job is written down and will run.</summary>
    public sealed record JobAccepted(JobId Job) : IControlMessage;

    /// <summary>The job cannot run; nothing was started.</summary>
    public sealed record JobRefused(JobId Job, string Reason) : IControlMessage;

    /// <summary>Nobody knows the job (any more).</summary>
    public sealed record JobUnknown(JobId Job) : IControlMessage;

    /// <summary>Answered by <see cref="Jobs"/>.</summary>
    /// <param name="After">The number of the last job of the page before; 0 for the first page.</param>
    public sealed record GetJobs(long After) : IControlMessage;

    /// <summary>A page of the jobs that are remembered, in the order of submission.</summary>
    public sealed record Jobs(IReadOnlyList<JobLine> All, bool More) : IControlMessage;

    /// <summary>One job.</summary>
    /// <param name="Number">Counts the submissions, from 1.</param>
    /// <param name="Job">The job.</param>
    /// <param name="End">How it ended; null when it has not.</param>
    public sealed record JobLine(long Number, JobSpec Job, JobStatus? End);

    /// <summary>Written down: a job was accepted.</summary>
    public sealed record JobListed(JobSpec Job) : IManagerEvent;

    /// <summary>Written down: a job has ended.</summary>
    public sealed record JobClosed(JobId Job, JobStatus End) : IManagerEvent;

    /// <summary>Written down: a job that has ended is not remembered any more; its journal is deleted.</summary>
    public sealed record JobForgotten(JobId Job) : IManagerEvent;
}
