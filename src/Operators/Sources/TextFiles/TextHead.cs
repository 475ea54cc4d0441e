using System.Text;

namespace FlowActors.Sources;

/// <summary>What the beginning of a file tells of its encoding.</summary>
internal static class TextHead
{
    /// <summary>So many bytes are looked at.</summary>
    public const int BytesMax = 4096;

    private const string Setting = $"{nameof(TextFileSettings)}.{nameof(TextFileSettings.Encoding)}";

    /// <summary>The first bytes of a file.</summary>
    public static byte[] Read(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var head = new byte[BytesMax];
        var length = 0;
        for (var read = -1; read != 0 && length < head.Length; length += read) read = RandomAccess.Read(file, head.AsSpan(length), length);
        return head[..length];
    }

    /// <summary>The encoding of a text that begins so: that of the setting, else that of the mark, else UTF-8.</summary>
    /// <exception cref="InvalidDataException">The mark is not that of the setting, or it is no text in UTF-8.</exception>
    public static Encoding EncodingOf(ReadOnlySpan<byte> head, Encoding? setting, string path)
    {
        var mark = ByteOrderMark.Find(head);
        if (setting is not null && mark is not null && mark.CodePage != setting.CodePage)
            throw new InvalidDataException(
                $"Input file '{path}' begins with the byte order mark of {mark.WebName}, but {Setting} is {setting.WebName}. " +
                "Leave the setting out, and marks tell the encoding of each file.");
        if (setting is null && mark is null) RefuseNul(head, 0, path);
        return setting ?? mark ?? Encoding.UTF8;
    }

    /// <summary>Refuses a NUL among the first bytes of what should be a text in UTF-8 and has no mark.</summary>
    /// <exception cref="InvalidDataException">There is one.</exception>
    public static void RefuseNul(ReadOnlySpan<byte> bytes, long position, string path)
    {
        var index = bytes.IndexOf((byte)0);
        if (index < 0 || position + index >= BytesMax) return;
        throw new InvalidDataException(
            $"Input file '{path}' has a NUL at byte {position + index} and no byte order mark: it is no text in UTF-8. If it is one " +
            $"in another encoding, such as UTF-16, set {Setting}; if it is none, name files or a pattern that leave it out.");
    }

    public static bool IsUtf8(Encoding encoding) => encoding.CodePage == Encoding.UTF8.CodePage;
}
