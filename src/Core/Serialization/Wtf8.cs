using System.Text;

namespace FlowActors.Serialization;

/// <summary>UTF-8 that also has lone surrogates, each as the three bytes that its code would have.</summary>
internal static class Wtf8
{
    /// <summary>Writes all of <paramref name="text"/>; the target has three bytes for each of its characters.</summary>
    public static int Encode(ReadOnlySpan<char> text, Span<byte> target)
    {
        var written = 0;
        while (text.Length > 0)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var used) == System.Buffers.OperationStatus.Done)
            {
                written += rune.EncodeToUtf8(target[written..]);
            }
            else
            {
                target[written++] = (byte)(0xE0 | (text[0] >> 12));
                target[written++] = (byte)(0x80 | ((text[0] >> 6) & 0x3F));
                target[written++] = (byte)(0x80 | (text[0] & 0x3F));
                used = 1;
            }

            text = text[used..];
        }

        return written;
    }

    /// <summary>The string of the bytes.</summary>
    /// <exception cref="SerializationException">The bytes are not UTF-8 with lone surrogates.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        return text.Contains('\uFFFD', StringComparison.Ordinal) ? DecodeExactly(bytes) : text;
    }

    private static string DecodeExactly(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        Span<char> chars = stackalloc char[2];
        while (bytes.Length > 0)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var used) == System.Buffers.OperationStatus.Done)
            {
                text.Append(chars[..rune.EncodeToUtf16(chars)]);
            }
            else if (bytes is [0xED, >= 0xA0 and <= 0xBF, >= 0x80 and <= 0xBF, ..])
            {
                text.Append((char)(0xD000 | ((bytes[1] & 0x3F) << 6) | (bytes[2] & 0x3F)));
                used = 3;
            }
            else
            {
                throw new SerializationException("The bytes of a string are not UTF-8: the data is corrupt or of another type.");
            }

            bytes = bytes[used..];
        }

        return text.ToString();
    }
}
