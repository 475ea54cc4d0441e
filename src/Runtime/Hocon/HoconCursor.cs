namespace FlowActors.Runtime.Hocon;

/// <summary>A place in a text, with the line it is in.</summary>
internal sealed class HoconCursor(string text, string layer)
{
    // A byte order mark that came along with the text.
    private int _at = text.StartsWith('\uFEFF') ? 1 : 0;
    private int _line = 1;

    public Origin Here => new(layer, _line);

    public bool IsAtEnd => _at >= text.Length;

    /// <summary>Asked before the end only.</summary>
    public char Next => text[_at];

    public bool IsAtComment => Sees("#") || Sees("//");

    public bool IsAtEndOfLine => IsAtEnd || Next == '\n' || IsAtComment;

    public bool Sees(string expected) => string.CompareOrdinal(text, _at, expected, 0, expected.Length) == 0;

    /// <summary>Whether a word lies ahead and, behind blanks, one of some texts.</summary>
    public bool SeesAfter(string word, ReadOnlySpan<string> expected)
    {
        if (!Sees(word)) return false;
        var rest = text.AsSpan(_at + word.Length).TrimStart(" \t");
        foreach (var one in expected)
            if (rest.StartsWith(one, StringComparison.Ordinal)) return true;
        return false;
    }

    public char Take()
    {
        var taken = text[_at++];
        if (taken == '\n') _line++;
        return taken;
    }

    public bool TryTake(string expected)
    {
        if (!Sees(expected)) return false;
        foreach (var _ in expected) Take();
        return true;
    }

    /// <summary>What lies ahead as long as it is of a kind.</summary>
    public string TakeWhile(Func<char, bool> isTaken)
    {
        var start = _at;
        while (!IsAtEnd && isTaken(Next)) Take();
        return text[start.._at];
    }

    /// <summary>Blanks of this line.</summary>
    public string TakeBlanks() => TakeWhile(c => c != '\n' && char.IsWhiteSpace(c));

    /// <summary>Blanks, lines and comments.</summary>
    /// <returns>Whether a line ended.</returns>
    public bool SkipToContent()
    {
        var line = _line;
        while (true)
        {
            TakeWhile(char.IsWhiteSpace);
            if (IsAtEnd || !IsAtComment) return _line > line;
            TakeWhile(c => c != '\n');
        }
    }
}
