using System.Globalization;
using System.Text;

namespace FlowActors.Examples.WordCount;

/// <summary>
/// Takes the words of a text one by one. A word is a longest run of Unicode letters, decimal digits or underscores,
/// lower-cased by the invariant culture.
/// </summary>
/// <param name="text">The text.</param>
internal ref struct Words(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> _rest = text;

    /// <summary>The next word, or null at the end.</summary>
    public string? Next()
    {
        var text = _rest;
        var begin = 0;
        while (begin < text.Length && !WordPartAt(text, begin, out var length)) begin += length;
        var end = begin;
        while (end < text.Length && IsAsciiWordPart(text[end])) end++;

        // Most words end here; the general way costs several times as much.
        if (end < text.Length && WordPartAt(text, end, out _)) return NextBeyondAscii(begin, end);
        _rest = text[end..];
        return end == begin
            ? null
            : string.Create(end - begin, text[begin..end], static (target, source) => Ascii.ToLower(source, target, out _));
    }

    private string NextBeyondAscii(int begin, int end)
    {
        while (end < _rest.Length && WordPartAt(_rest, end, out var length)) end += length;
        var word = _rest[begin..end];
        _rest = _rest[end..];
        return string.Create(word.Length, word, static (target, source) => source.ToLowerInvariant(target));
    }

    private static bool WordPartAt(ReadOnlySpan<char> text, int index, out int length)
    {
        length = 1;
        var first = text[index];
        if (char.IsAscii(first)) return IsAsciiWordPart(first);
        Rune.DecodeFromUtf16(text[index..], out var rune, out length);
        return Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber;
    }

    private static bool IsAsciiWordPart(char value) => char.IsAsciiLetterOrDigit(value) || value == '_';
}
