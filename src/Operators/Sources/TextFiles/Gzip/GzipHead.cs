namespace FlowActors.Sources;

/// <summary>
/// Tells gzip by how it begins: with its two bytes and the one for its only method, which begin no text in UTF-8. A name that ends with
/// <c>.gz</c> promises it, and no other name forbids it.
/// </summary>
internal static class GzipHead
{
    private const string Ending = ".gz";

    private static ReadOnlySpan<byte> Magic => [0x1F, 0x8B, 0x08];

    /// <summary>Whether an input that begins so is gzip.</summary>
    /// <exception cref="InvalidDataException">It is not, although it is called so.</exception>
    public static bool IsGzip(ReadOnlySpan<byte> head, string path)
    {
        if (head.StartsWith(Magic)) return true;
        if (!path.EndsWith(Ending, StringComparison.OrdinalIgnoreCase)) return false;
        var what = head.IsEmpty ? "is empty" : "does not begin with the bytes 1F 8B 08";
        throw new InvalidDataException(
            $"Input file '{path}' {what}, so it is no gzip, as its name says. If it is a text, give it another name; if it is damaged, get it " +
            "again; else name files or a pattern that leave it out.");
    }

    /// <summary>Whether more bytes would tell more.</summary>
    public static bool IsOpen(ReadOnlySpan<byte> head) => head.Length < Magic.Length && Magic.StartsWith(head);

    /// <summary>The first bytes of the text in a file.</summary>
    /// <exception cref="GzipException">It is cut off or damaged before that.</exception>
    public static byte[] ReadText(string path, long length)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        using var text = new GunzipStream(file, length);
        var head = new byte[TextHead.BytesMax];
        return head[..text.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
    }
}
