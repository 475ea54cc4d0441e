using System.Diagnostics.CodeAnalysis;
using FlowActors.Serialization;

namespace FlowActors.Partitioning;

/// <summary>A key selector returned null. Keys decide where a record goes and where its state lives, so each record must have one.</summary>
public sealed class NullKeyException : Exception
{
    /// <summary>With the message.</summary>
    public NullKeyException(string message)
        : base(message)
    {
    }

    /// <summary>Names the KeyBy by its place, and the types of record and key; the record itself may be secret.</summary>
    [DoesNotReturn]
    internal static void Throw(Type record, Type key, string place) => throw new NullKeyException(
        $"The key selector of the KeyBy{(place.Length == 0 ? "" : $" {place}")} returned null for a record of type {TypeNames.Of(record)} " +
        $"(key type {TypeNames.Of(key)}). Every record of a keyed stream needs a key: filter such records out before KeyBy, or map the " +
        "missing key to a value of its own.");
}
