using System.Text;

namespace FlowActors.Sources;

/// <summary>The mark at the beginning of a text that tells its encoding: U+FEFF in that encoding.</summary>
internal static class ByteOrderMark
{
    public const int BytesMax = 4;

    // The mark of UTF-16 little-endian begins that of UTF-32.
    private static readonly (byte[] Bytes, Encoding Encoding)[] Marks =
    [
        ([0xFF, 0xFE, 0x00, 0x00], Encoding.UTF32),
        ([0x00, 0x00, 0xFE, 0xFF], new UTF32Encoding(bigEndian: true, byteOrderMark: true)),
        ([0xEF, 0xBB, 0xBF], Encoding.UTF8),
        ([0xFF, 0xFE], Encoding.Unicode),
        ([0xFE, 0xFF], Encoding.BigEndianUnicode),
    ];

    /// <summary>The encoding of a text that begins so; null without a mark.</summary>
    public static Encoding? Find(ReadOnlySpan<byte> head)
    {
        foreach (var (bytes, encoding) in Marks)
            if (head.StartsWith(bytes)) return encoding;
        return null;
    }

    /// <summary>Whether more bytes would tell more.</summary>
    public static bool IsOpen(ReadOnlySpan<byte> head)
    {
        foreach (var (bytes, _) in Marks)
            if (head.Length < bytes.Length && bytes.AsSpan().StartsWith(head)) return true;
        return false;
    }
}
