using FlowActors.Examples.CommandLine;

namespace FlowActors.Examples.Durable;

/// <summary>Tells of failures after which a job goes on: else somebody whose disk is full sees only that nothing gets on.</summary>
internal static class FailureWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Tells of each until the job has ended, also of several since the last look, the oldest first: it says most, as the others may only follow from it. The last one
    /// of a job that ends with it is its end's to tell.
    /// </summary>
    /// <param name="job">The job.</param>
    /// <param name="end">Its end.</param>
    /// <param name="known">The last failure that was known before.</param>
    /// <param name="error">Hears of them.</param>
    public static async Task TellAsync(IJobClient job, Task end, JobFailure? known, TextWriter error)
    {
        bool isOver;
        do
        {
            isOver = await Task.WhenAny(end, Task.Delay(Interval)).ConfigureAwait(false) == end;
            // A run that is given up takes its host with it.
            if (isOver && !end.IsCompletedSuccessfully && end.Exception?.InnerException is not JobFailedException) return;
            var failures = await job.GetExceptionsAsync().ConfigureAwait(false);
            var goesOn = await job.GetStatusAsync().ConfigureAwait(false) is JobStatus.Running or JobStatus.Restarting or JobStatus.Finished;
            foreach (var failure in Since(known, goesOn ? failures : failures.SkipLast(1)))
            {
                known = failure;
                var text = FailureText.Of(new JobFailedException(job.JobId, job.JobName, failure, innerException: null));
                await error.WriteLineAsync($"{text} The job goes on from its last checkpoint.").ConfigureAwait(false);
            }
        }
        while (!isOver);
    }

    /// <summary>Those that came later than one, the oldest first; all where that is not among them any more.</summary>
    public static IEnumerable<JobFailure> Since(JobFailure? known, IEnumerable<JobFailure> failures)
    {
        var all = failures.ToList();
        return all.Skip(all.LastIndexOf(known!) + 1);
    }
}
