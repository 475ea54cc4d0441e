namespace FlowActors.Testing;

/// <summary>
/// An operator gives other results when it is restored, when its output is full, or at another parallelism. The message has the script,
/// the element, what was expected and what came.
/// </summary>
public sealed class OperatorVerificationException : Exception
{
    internal OperatorVerificationException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
