using FlowActors.Serialization;

namespace FlowActors.State.Snapshots.Files;

/// <summary>The first and the last bytes of a file: what it is, and where its directory is.</summary>
internal static class Envelope
{
    public static byte[] Header(uint version)
    {
        var bytes = new ByteWriter(SnapshotFormat.HeaderBytes);
        bytes.WriteBytes(SnapshotFormat.Magic);
        bytes.WriteUInt32(version);
        bytes.WriteUInt32(Crc32C.Of(bytes.WrittenSpan));
        return bytes.WrittenSpan.ToArray();
    }

    public static byte[] Footer(Footer footer)
    {
        var bytes = new ByteWriter(SnapshotFormat.FooterBytes);
        bytes.WriteInt64(footer.DirectoryLength);
        bytes.WriteInt64(footer.FileLength);
        bytes.WriteUInt32(footer.DirectoryChecksum);
        bytes.WriteUInt32(Crc32C.Of(bytes.WrittenSpan));
        bytes.WriteBytes(SnapshotFormat.EndMagic);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>What is said of a footer, which also tells the file from others: see <see cref="SnapshotFileSummary"/>.</summary>
    public static uint ChecksumOf(ReadOnlySpan<byte> footer) => new ByteReader(footer[20..]).ReadUInt32();

    public static void CheckHeader(ReadOnlySpan<byte> header, string file)
    {
        if (!header.StartsWith(SnapshotFormat.Magic)) throw Damaged(file, 0, "does not begin as a snapshot does: it is something else, or damaged");
        var bytes = new ByteReader(header[SnapshotFormat.Magic.Length..]);
        var version = bytes.ReadUInt32();
        if (bytes.ReadUInt32() != Crc32C.Of(header[..12])) throw Damaged(file, 0, "has a damaged header: its checksum is another");
        if (version > SnapshotFormat.Version)
        {
            throw new UnreadableSnapshotException(file, SnapshotFault.NewerVersion, SnapshotFormat.Magic.Length,
                $"is of version {version} of the format, and this build reads versions up to {SnapshotFormat.Version}: use the build that wrote " +
                "it, or a later one");
        }

        if (version == 0) throw Damaged(file, SnapshotFormat.Magic.Length, "is of version 0 of the format, which there is not");
    }

    public static Footer ReadFooter(ReadOnlySpan<byte> footer, long fileLength, string file)
    {
        var offset = fileLength - SnapshotFormat.FooterBytes;
        if (!footer.EndsWith(SnapshotFormat.EndMagic))
            throw Damaged(file, offset, "does not end as a snapshot does: it was cut or never finished, or is damaged");
        var bytes = new ByteReader(footer);
        var read = new Footer(bytes.ReadInt64(), bytes.ReadInt64(), bytes.ReadUInt32());
        if (bytes.ReadUInt32() != Crc32C.Of(footer[..20])) throw Damaged(file, offset, "has a damaged footer: its checksum is another");
        if (read.FileLength != fileLength) throw Damaged(file, offset, $"has {fileLength} bytes, and {read.FileLength} were written");
        if (read.DirectoryLength < 0 || read.DirectoryLength > Math.Min(offset - SnapshotFormat.HeaderBytes, Array.MaxLength))
            throw Damaged(file, offset, $"has a directory of {read.DirectoryLength} bytes, which cannot be");
        return read;
    }

    private static UnreadableSnapshotException Damaged(string file, long offset, string what) => new(file, SnapshotFault.Damaged, offset, what);
}

/// <summary>Where the directory is: it ends where the footer begins.</summary>
internal readonly record struct Footer(long DirectoryLength, long FileLength, uint DirectoryChecksum);
