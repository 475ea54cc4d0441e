namespace FlowActors;

/// <summary>
/// The job cannot run as it was asked for: correct the request. Thrown before anything runs; nothing was written.
/// </summary>
public sealed class JobValidationException : Exception
{
    /// <summary>With a message that says what is wrong, where, and what to do.</summary>
    public JobValidationException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and its cause.</summary>
    public JobValidationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
