using System.Text.Encodings.Web;

namespace FlowActors.Runtime.Protocols;

/// <summary>Texts by the bytes that they take in control messages, where a character that is not ASCII is an escape of six.</summary>
internal static class ControlText
{
    private const int BytesPerCharMax = 6;
    private const int EndingBytes = 64;
    private const int PieceChars = 256;

    /// <summary>How many bytes the text takes.</summary>
    public static int Bytes(string text)
    {
        Fit(text, int.MaxValue, out var bytes);
        return bytes;
    }

    /// <summary>The text, or as much of its beginning as fits, with a remark of how much is missing.</summary>
    public static string Cut(string text, int bytesMax)
    {
        if (text.Length <= bytesMax / BytesPerCharMax || Fit(text, bytesMax, out _) == text.Length) return text;
        var kept = Fit(text, bytesMax - EndingBytes, out _);
        return $"{text.AsSpan(0, kept)}... ({text.Length - kept} more characters)";
    }

    /// <summary>How many of the first characters fit.</summary>
    private static int Fit(ReadOnlySpan<char> text, int bytesMax, out int bytes)
    {
        // What the encoder makes is ASCII: a byte for each of its characters.
        Span<char> piece = stackalloc char[PieceChars];
        var fitting = 0;
        bytes = 0;
        while (fitting < text.Length)
        {
            JavaScriptEncoder.Default.Encode(text[fitting..], piece[..Math.Min(PieceChars, bytesMax - bytes)], out var consumed, out var written);
            if (consumed == 0) break;
            fitting += consumed;
            bytes += written;
        }

        return fitting;
    }
}
