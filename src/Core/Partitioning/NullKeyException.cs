using System.Diagnostics.CodeAnalysis;

namespace FlowActors.Partitioning;

/// <summary>A key selector returned null. Keys decide where a record goes and where its state lives, so each record must have one.</summary>
public sealed class NullKeyException : Exception
{
    /// <summary>With the message.</summary>
    public NullKeyException(string message)
        : base(message)
    {
    }

    /// <summary>Names the record's and the key's type.</summary>
    [DoesNotReturn]
    internal static void Throw(Type record, Type key) => throw new NullKeyException(
        $"The key selector returned null for a record of type {record.Name} (key type {key.Name}). Every record of a keyed stream " +
        "needs a key: filter such records out before KeyBy, or map the missing key to a value of its own.");
}
