namespace FlowActors;

/// <summary>
/// A job has failed. Names the job, the operator and the subtask; the exception of the user's code is the
/// <see cref="Exception.InnerException"/>: the original object when it was thrown in this process while somebody held a client of
/// the job, else a <see cref="RemoteException"/> with its type, message and stack trace. Null when no exception was the cause, such
/// as for a node that was lost.
/// </summary>
public sealed class JobFailedException : Exception
{
    /// <summary>With everything that is known of the failure.</summary>
    public JobFailedException(JobId jobId, string jobName, JobFailure failure, Exception? innerException)
        : base(Describe(jobName, failure), innerException)
    {
        JobId = jobId;
        JobName = jobName;
        Failure = failure;
    }

    /// <summary>The job's id.</summary>
    public JobId JobId { get; }

    /// <summary>The job's name.</summary>
    public string JobName { get; }

    /// <summary>Where and how it failed.</summary>
    public JobFailure Failure { get; }

    private static string Describe(string jobName, JobFailure failure) =>
        $"Job '{jobName}' failed{FailurePlace.Of(failure.Operator, failure.Subtask, failure.Position)} (attempt {failure.Attempt}): " +
        $"{failure.Message}{FailurePlace.OfRecord(failure.Record)}";
}

/// <summary>
/// Thrown by functions, sources and sinks when another attempt would fail as this one did: the job then fails whatever its
/// restart strategy says. Only the exception itself counts, not one that is inside another.
/// </summary>
/// <param name="message">What was wrong, and what to do.</param>
/// <param name="innerException">What it follows from.</param>
public sealed class SuppressRestartsException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>A job that was waited for has been cancelled.</summary>
public sealed class JobCancelledException(JobId jobId, string jobName) : Exception($"Job '{jobName}' was cancelled.")
{
    /// <summary>The job's id.</summary>
    public JobId JobId { get; } = jobId;
}

/// <summary>An exception of another process: its type, message and stack trace.</summary>
public sealed class RemoteException(string type, string message, string details) : Exception($"{type}: {message}")
{
    /// <summary>The full name of the exception's type there.</summary>
    public string RemoteType { get; } = type;

    /// <summary>The exception as text, with stack trace and inner exceptions.</summary>
    public string Details { get; } = details;

    /// <summary>The exception as the other process tells it.</summary>
    public override string ToString() => $"{nameof(RemoteException)}: {Details}";
}
