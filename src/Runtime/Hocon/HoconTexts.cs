using System.Globalization;
using System.Text;

namespace FlowActors.Runtime.Hocon;

/// <summary>Reads texts, in quotes and without, keys, and the paths of substitutions.</summary>
internal sealed class HoconTexts(HoconCursor cursor)
{
    private const string OnlyInQuotes = "$\"{}[]:=,#`^?!@*&\\";

    /// <summary>Whether a text without quotes can go on here.</summary>
    public bool IsAtUnquoted =>
        !cursor.IsAtEnd && !OnlyInQuotes.Contains(cursor.Next, StringComparison.Ordinal) && !char.IsControl(cursor.Next)
        && !cursor.IsAtComment && !cursor.Sees("+=");

    /// <summary>One word.</summary>
    public string TakeUnquoted()
    {
        var text = new StringBuilder();
        while (IsAtUnquoted && !char.IsWhiteSpace(cursor.Next)) text.Append(cursor.Take());
        return text.ToString();
    }

    /// <summary>A text in one or three pairs of quotes.</summary>
    public string TakeQuoted()
    {
        var start = cursor.Here;
        return cursor.TryTake("\"\"\"") ? TakeTripleQuoted(start) : TakeQuotedLine(start);
    }

    /// <summary>Names with dots between them.</summary>
    public HoconPath TakePath()
    {
        var path = HoconPath.Root;
        do path /= TakeName();
        while (cursor.TryTake("."));
        return path;
    }

    private string TakeName()
    {
        cursor.TakeBlanks();
        if (cursor.Sees("\""))
        {
            var quoted = TakeQuoted();
            cursor.TakeBlanks();
            return quoted;
        }

        var start = cursor.Here;
        var name = new StringBuilder();
        while (IsAtUnquoted && cursor.Next != '.') name.Append(cursor.Take());
        var trimmed = name.ToString().TrimEnd();
        if (trimmed.Length > 0) return trimmed;
        throw cursor.IsAtEndOfLine || cursor.Next == '.'
            ? HoconError.At(start, "a name of a key is empty. Remove the dot that is too much.")
            : HoconError.Unexpected(start, cursor.Next);
    }

    // Quotes directly before the last three belong to the text.
    private string TakeTripleQuoted(Origin start)
    {
        var text = new StringBuilder();
        while (!cursor.Sees("\"\"\"") || cursor.Sees("\"\"\"\""))
        {
            if (cursor.IsAtEnd) throw HoconError.At(start, "the text in triple quotes is never closed. End it with three quotes.");
            text.Append(cursor.Take());
        }

        cursor.TryTake("\"\"\"");
        return text.ToString();
    }

    private string TakeQuotedLine(Origin start)
    {
        var text = new StringBuilder();
        cursor.Take();
        while (!cursor.TryTake("\""))
        {
            if (cursor.IsAtEnd || cursor.Next == '\n')
                throw HoconError.At(start, "the text in quotes is not closed in its line. End it with a quote, or use triple quotes for several lines.");
            text.Append(cursor.TryTake("\\") ? TakeEscaped(start) : cursor.Take());
        }

        return text.ToString();
    }

    private char TakeEscaped(Origin start)
    {
        var escaped = cursor.IsAtEnd ? '\n' : cursor.Take();
        switch (escaped)
        {
            case '"' or '\\' or '/': return escaped;
            case 'b': return '\b';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'u':
                var digits = 0;
                var hex = cursor.TakeWhile(c => char.IsAsciiHexDigit(c) && digits++ < 4);
                if (hex.Length == 4) return (char)int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                break;
        }

        throw HoconError.At(start, "the text in quotes has a backslash with nothing it could stand for. Write two of them for one backslash, for example in Windows paths.");
    }
}
