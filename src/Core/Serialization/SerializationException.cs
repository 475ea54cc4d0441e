namespace FlowActors.Serialization;

/// <summary>
/// Thrown when a value can not be written (its run-time type was not declared, it contains itself) or when bytes are not
/// those of a value of the type asked for (truncated, corrupt, written by another type). Never leaves a reader outside its input.
/// </summary>
public sealed class SerializationException : Exception
{
    /// <summary>An exception without details.</summary>
    public SerializationException()
    {
    }

    /// <summary>An exception that says what was wrong, where and what to do.</summary>
    public SerializationException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with the failure that caused it.</summary>
    public SerializationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
