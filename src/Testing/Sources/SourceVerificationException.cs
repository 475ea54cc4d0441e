namespace FlowActors.Testing;

/// <summary>
/// A source gives other records when its output is full, when it is restored, at another parallelism, or when a reader is lost. The message
/// has what was done, the records that are missing or too many, and what the cause may be.
/// </summary>
public sealed class SourceVerificationException : Exception
{
    internal SourceVerificationException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
