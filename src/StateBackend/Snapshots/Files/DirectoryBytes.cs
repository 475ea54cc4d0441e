using FlowActors.Serialization;

namespace FlowActors.State.Snapshots.Files;

/// <summary>The directory as bytes. Offsets are not written: parts and blocks lie one behind the other, from the header to the directory.</summary>
internal static class DirectoryBytes
{
    public static byte[] Write(SnapshotDirectory directory)
    {
        var writer = new ByteWriter();
        StateHeaderBytes.WriteAll(writer, directory.States);
        writer.WriteVarUInt32((uint)directory.Parts.Count);
        foreach (var part in directory.Parts) Write(writer, part);
        return writer.WrittenSpan.ToArray();
    }

    /// <exception cref="SerializationException">The bytes are not those of a directory.</exception>
    public static SnapshotDirectory Read(ReadOnlySpan<byte> bytes, long directoryOffset)
    {
        var reader = new ByteReader(bytes);
        var states = StateHeaderBytes.ReadAll(ref reader);
        var parts = new SnapshotPart[Count(ref reader)];
        var offset = (long)SnapshotFormat.HeaderBytes;
        for (var i = 0; i < parts.Length; i++) parts[i] = ReadPart(ref reader, ref offset);
        if (reader.Remaining != 0) throw reader.Corrupt($"{reader.Remaining} bytes follow the directory");
        if (offset != directoryOffset) throw reader.Corrupt($"the blocks end at {offset}, and the directory begins at {directoryOffset}");
        return new SnapshotDirectory(states, parts);
    }

    private static void Write(ByteWriter writer, SnapshotPart part)
    {
        writer.WriteVarUInt32((uint)(part.KeyGroup + 1));
        writer.WriteVarUInt32((uint)part.Sections.Count);
        foreach (var section in part.Sections)
        {
            writer.WriteVarUInt32((uint)section.State);
            writer.WriteVarUInt64((ulong)section.Elements);
        }

        writer.WriteVarUInt32((uint)part.Blocks.Count);
        foreach (var block in part.Blocks)
        {
            writer.WriteVarUInt32((uint)block.Length);
            writer.WriteUInt32(block.Checksum);
            writer.WriteVarUInt32((uint)block.State);
            writer.WriteVarUInt32((uint)block.Separator.Length);
            writer.WriteBytes(block.Separator);
        }
    }

    private static SnapshotPart ReadPart(ref ByteReader reader, ref long offset)
    {
        var group = (int)reader.ReadVarUInt32() - 1;
        var sections = new SnapshotSection[Count(ref reader)];
        for (var i = 0; i < sections.Length; i++) sections[i] = new((int)reader.ReadVarUInt32(), (long)reader.ReadVarUInt64());
        var blocks = new SnapshotBlock[Count(ref reader)];
        for (var i = 0; i < blocks.Length; i++) blocks[i] = ReadBlock(ref reader, ref offset);
        return new SnapshotPart(group, sections, blocks);
    }

    private static SnapshotBlock ReadBlock(ref ByteReader reader, ref long offset)
    {
        var length = reader.ReadVarUInt32();
        if (length > (uint)Array.MaxLength) throw reader.Corrupt($"a block has {length} bytes");
        var checksum = reader.ReadUInt32();
        var state = (int)reader.ReadVarUInt32();
        var block = new SnapshotBlock(offset, (int)length, checksum, state, reader.ReadBytes((int)reader.ReadVarUInt32()).ToArray());
        offset += length;
        return block;
    }

    // Each of what is counted takes a byte at least, so that nothing is allocated for a count that cannot be.
    private static int Count(ref ByteReader reader)
    {
        var count = reader.ReadVarUInt32();
        return count <= (uint)reader.Remaining ? (int)count : throw reader.Corrupt($"{count} things cannot lie in {reader.Remaining} bytes");
    }
}
