namespace FlowActors.Serialization;

/// <summary>
/// Thrown when the job is built: a type of a record or of state can not be serialized. The message names the type, the
/// path of members that leads to the offending one, why it is refused and what to do.
/// </summary>
public sealed class UnserializableTypeException : Exception
{
    /// <summary>An exception without details.</summary>
    public UnserializableTypeException()
    {
    }

    /// <summary>An exception that says what was wrong, where and what to do.</summary>
    public UnserializableTypeException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with the failure that caused it.</summary>
    public UnserializableTypeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal UnserializableTypeException(Type root, string path, Type offending, string reason)
        : base($"{TypeNames.Of(root)} can not be serialized: {(path.Length == 0 ? "it" : $"its {path} is a {TypeNames.Of(offending)}, which")} {reason}")
    {
        Offending = offending;
        Path = path;
    }

    /// <summary>The type that was refused, or null if the exception was not thrown by a registry.</summary>
    public Type? Offending { get; }

    /// <summary>The members that lead to <see cref="Offending"/>, for example <c>Lines[].Price</c>; empty for the type itself.</summary>
    public string Path { get; } = "";
}
