using System.Buffers.Binary;
using FlowActors.Serialization;

namespace FlowActors.State.Snapshots.Files;

/// <summary>
/// The bytes by which the elements of a state are ordered within a key group, and by which they are found. Of values, lists and maps:
/// key, namespace and map key, one behind the other, as each says itself where it ends. Of timers: their time. Operator
/// state is as it came.
/// </summary>
internal static class SortKey
{
    /// <exception cref="SerializationException">A timer has no time.</exception>
    public static void Write(ByteWriter writer, StateKind kind, in StateElement element)
    {
        switch (kind)
        {
            case StateKind.OperatorList or StateKind.UnionList or StateKind.Broadcast:
                break;
            case StateKind.Timers:
                WriteTime(writer, new ByteReader(element.Value).ReadInt64());
                break;
            default:
                writer.WriteBytes(element.Key);
                if (!element.Namespace.IsEmpty) writer.WriteBytes(element.Namespace);
                if (!element.MapKey.IsEmpty) writer.WriteBytes(element.MapKey);
                break;
        }
    }

    /// <summary>That of timers of one time, in ms since 1970.</summary>
    public static byte[] OfTime(long time)
    {
        var writer = new ByteWriter(sizeof(long));
        WriteTime(writer, time);
        return writer.WrittenSpan.ToArray();
    }

    /// <summary>Whether no two elements of a state have the same.</summary>
    public static bool IsUnique(StateKind kind) => kind is StateKind.Value or StateKind.Reducing or StateKind.Aggregating or StateKind.Map;

    // Unsigned bytes in the order of signed numbers.
    private static void WriteTime(ByteWriter writer, long time) =>
        BinaryPrimitives.WriteInt64BigEndian(writer.Append(sizeof(long)), time ^ long.MinValue);
}
