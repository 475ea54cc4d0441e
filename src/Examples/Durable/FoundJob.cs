namespace FlowActors.Examples.Durable;

/// <summary>The job that a data folder holds.</summary>
/// <param name="Client">The job.</param>
/// <param name="Arguments">Those that it goes on with.</param>
/// <param name="HasFinished">Whether it has ended well.</param>
/// <param name="LastFailure">The last of its failures so far; null when there was none.</param>
internal sealed record FoundJob(IJobClient Client, IReadOnlyDictionary<string, string> Arguments, bool HasFinished, JobFailure? LastFailure)
{
    /// <summary>Looks for it.</summary>
    /// <returns>Null when the folder holds none, or there is no folder.</returns>
    /// <exception cref="JobValidationException">There is one, and the command does not go on with it, or cannot.</exception>
    public static async Task<FoundJob?> FindAsync(FlowActorsHost host, DurableJob job, DurableOptions options, CancellationToken cancellation)
    {
        if (options.Data is not { } data || await host.GetJobsAsync(cancellation).ConfigureAwait(false) is not [.., var client]) return null;
        var known = await host.DescribeAsync(client.JobId, cancellation).ConfigureAwait(false);
        var status = await client.GetStatusAsync(cancellation).ConfigureAwait(false);
        if (!options.Resume)
            throw new JobValidationException($"--data '{data}' holds a job of {known.RegisteredName} already, which {TextOf(status)}: go on with it by --resume, or name another folder.");
        if (known.RegisteredName != job.Name)
            throw new JobValidationException($"--data '{data}' holds a job of {known.RegisteredName}, not of {job.Name}: name another folder, or run that command.");
        if (status is JobStatus.Failed or JobStatus.Cancelled)
            throw new JobValidationException($"The job in '{data}' {TextOf(status)}, and cannot be resumed{await ReasonAsync(client).ConfigureAwait(false)}. Begin anew in another folder.");
        return new FoundJob(
            client,
            ResumeRules.Merge(data, known.Arguments, job.Arguments, job.MayDiffer),
            status == JobStatus.Finished,
            await client.GetExceptionsAsync(cancellation).ConfigureAwait(false) is [.., var last] ? last : null);
    }

    private static string TextOf(JobStatus status) => status switch
    {
        JobStatus.Finished => "has finished",
        JobStatus.Failed => "has failed",
        JobStatus.Cancelled => "was cancelled",
        _ => "has not ended",
    };

    private static async Task<string> ReasonAsync(IJobClient job) =>
        await job.GetExceptionsAsync().ConfigureAwait(false) is [.., var last] ? $": {last.Message.TrimEnd('.')}" : "";
}
