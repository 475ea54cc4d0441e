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
        var begin = 0;
        while (begin < _rest.Length && !WordPartAt(begin, out var length)) begin += length;
        var end = begin;
        while (end < _rest.Length && WordPartAt(end, out var length)) end += length;

        var word = _rest[begin..end];
        _rest = _rest[end..];
        return word.IsEmpty ? null : string.Create(word.Length, word, static (target, source) => source.ToLowerInvariant(target));
    }

    private readonly bool WordPartAt(int index, out int length)
    {
        length = 1;
        var first = _rest[index];
        if (char.IsAscii(first)) return char.IsAsciiLetterOrDigit(first) || first == '_';
        Rune.DecodeFromUtf16(_rest[index..], out var rune, out length);
        return Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber;
    }
}
