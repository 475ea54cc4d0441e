namespace FlowActors.Serialization;

/// <summary>
/// Thrown when the job is built: a type can not be a key, because its equality and its bytes could disagree or because a
/// key of it could change. The message names the type, the path of members to the offending one, why and what to do.
/// </summary>
public sealed class InvalidKeyTypeException : Exception
{
    /// <summary>An exception without details.</summary>
    public InvalidKeyTypeException()
    {
    }

    /// <summary>An exception that says what was wrong, where and what to do.</summary>
    public InvalidKeyTypeException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with the failure that caused it.</summary>
    public InvalidKeyTypeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal InvalidKeyTypeException(Type root, string path, Type offending, string reason)
        : base($"{TypeNames.Of(root)} can not be a key: {(path.Length == 0 ? "it" : $"its {path} is a {TypeNames.Of(offending)}, which")} {reason}")
    {
        Offending = offending;
    }

    /// <summary>The type that was refused, or null if the exception was not thrown by a registry.</summary>
    public Type? Offending { get; }
}
