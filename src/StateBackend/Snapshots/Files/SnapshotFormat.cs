namespace FlowActors.State.Snapshots.Files;

/// <summary>
/// The fixed numbers of a snapshot file: header, parts of key groups made of blocks, directory, footer. What lies where is told in
/// decision 0019; a file of any version that was ever released is read for ever.
/// </summary>
internal static class SnapshotFormat
{
    /// <summary>What is written, and the highest that is read.</summary>
    public const uint Version = 1;

    /// <summary>Magic, version, checksum. These stay where they are in all versions.</summary>
    public const int HeaderBytes = 16;

    /// <summary>Length of the directory, length of the file, checksums, magic.</summary>
    public const int FooterBytes = 32;

    /// <summary>A block ends before the entry that would make it larger. An entry that is larger itself has a block to itself.</summary>
    public const int BlockBytesTarget = 64 * 1024;

    /// <summary>In the place of the key group of operator state.</summary>
    public const int NoGroup = -1;

    /// <summary>No text begins so, and what translates the ends of lines changes it.</summary>
    public static ReadOnlySpan<byte> Magic => [0x89, (byte)'F', (byte)'A', (byte)'S', (byte)'N', 0x0D, 0x0A, 0x1A];

    /// <summary>Its last bytes: a file without them was not finished, or was cut.</summary>
    public static ReadOnlySpan<byte> EndMagic => "FASNEND\n"u8;
}
