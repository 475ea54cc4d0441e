using System.IO.Compression;

namespace FlowActors.Sources;

/// <summary>
/// A member that is put behind the last one of a gzip stream. What was decompressed ends with its text only if the member before it was
/// whole: else its bytes are taken for the missing ones, and come out as something else or not at all.
/// </summary>
internal static class GzipSeal
{
    public static ReadOnlyMemory<byte> Member { get; } = Compress();

    // Nothing that comes out of a block by chance; it does not begin as the member does, which a block of plain bytes would give back.
    public static ReadOnlySpan<byte> Text => [0xE7, 0x5D, 0x2A, 0x91, 0x0C, 0xF3, 0x68, 0xB4, 0x3E, 0xD9, 0x17, 0x86, 0xC2, 0x4B, 0x75, 0xA8];

    private static byte[] Compress()
    {
        using var member = new MemoryStream();
        using (var gzip = new GZipStream(member, CompressionLevel.NoCompression, leaveOpen: true)) gzip.Write(Text);
        return member.ToArray();
    }
}
