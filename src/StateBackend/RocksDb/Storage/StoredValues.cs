using FlowActors.Serialization;
using FlowActors.State.Ttl;

namespace FlowActors.State.RocksDb.Storage;

/// <summary>What a serializer says of how values are stored.</summary>
internal static class StoredValues
{
    /// <summary>Whether a time stands before each value.</summary>
    public static bool AreTimed(TypeSerializer values) => values is ITimedSerializer;

    /// <summary>Whether a value that was handed out may be changed in place. The time before one never is: it is put anew.</summary>
    public static bool ChangeInPlace(TypeSerializer values) => values is ITimedSerializer timed ? !timed.Values.IsImmutable : !values.IsImmutable;
}
