namespace FlowActors.Testing;

/// <summary>What a test awaits did not come: the message says what did.</summary>
public sealed class TestKitTimeoutException : Exception
{
    internal TestKitTimeoutException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
