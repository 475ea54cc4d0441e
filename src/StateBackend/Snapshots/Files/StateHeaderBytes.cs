using FlowActors.Serialization;

namespace FlowActors.State.Snapshots.Files;

/// <summary>The catalog of a file: what each number of a state stands for.</summary>
internal static class StateHeaderBytes
{
    public static void WriteAll(ByteWriter writer, IReadOnlyDictionary<int, StateHeader> states)
    {
        writer.WriteVarUInt32((uint)states.Count);
        foreach (var (number, header) in states)
        {
            writer.WriteVarUInt32((uint)number);
            writer.WriteString(header.OperatorUid);
            writer.WriteString(header.OperatorName);
            writer.WriteString(header.Name);
            writer.WriteString(header.Kind.ToString());
            Write(writer, header.Key);
            Write(writer, header.Namespace);
            Write(writer, header.MapKey);
            Write(writer, header.Value);
        }
    }

    /// <exception cref="SerializationException">The bytes are not those of a catalog.</exception>
    public static IReadOnlyDictionary<int, StateHeader> ReadAll(ref ByteReader reader)
    {
        var states = new SortedDictionary<int, StateHeader>();
        for (var count = reader.ReadVarUInt32(); count > 0; count--)
        {
            var number = (int)reader.ReadVarUInt32();
            if (!states.TryAdd(number, ReadHeader(ref reader))) throw reader.Corrupt($"two states have the number {number}");
        }

        return states;
    }

    private static StateHeader ReadHeader(ref ByteReader reader) => new(
        Text(ref reader),
        Text(ref reader),
        Text(ref reader),
        Kind(ref reader),
        Schema(ref reader),
        Schema(ref reader),
        Schema(ref reader),
        Schema(ref reader) ?? throw reader.Corrupt("a state has no type of values"));

    private static string Text(ref ByteReader reader) => reader.ReadString() ?? throw reader.Corrupt("a state has no name");

    // By name, which is frozen; a number would be told apart from it by nobody.
    private static StateKind Kind(ref ByteReader reader)
    {
        var name = Text(ref reader);
        return Enum.TryParse<StateKind>(name, out var kind) && kind.ToString() == name
            ? kind
            : throw reader.Corrupt($"there is no kind '{name}' of state");
    }

    private static void Write(ByteWriter writer, TypeSchema? schema)
    {
        var bytes = schema?.ToBytes() ?? [];
        writer.WriteVarUInt32((uint)bytes.Length);
        writer.WriteBytes(bytes);
    }

    private static TypeSchema? Schema(ref ByteReader reader)
    {
        var length = (int)reader.ReadVarUInt32();
        return length == 0 ? null : TypeSchema.FromBytes(reader.ReadBytes(length));
    }
}
