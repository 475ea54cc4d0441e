namespace FlowActors.Runtime.Hocon;

/// <summary>
/// Reads HOCON strictly. Akka's own parser skips what it does not understand: whatever follows a stray brace, a brace that is
/// never closed, an optional substitution. Here everything is read or refused, with its line.
/// </summary>
internal sealed partial class HoconParser
{
    private const int DepthMax = 100;
    private readonly HoconCursor _cursor;
    private readonly HoconTexts _texts;
    private readonly HoconSource _source;
    private int _depth;

    private HoconParser(HoconSource source, string text)
    {
        _source = source;
        _cursor = new HoconCursor(text, source.Layer);
        _texts = new HoconTexts(_cursor);
    }

    /// <summary>Reads a whole text, with the files it includes.</summary>
    /// <exception cref="JobValidationException">It is not HOCON, or a file cannot be included; the message names the line.</exception>
    public static SectionNode Parse(string text, HoconSource source) => new HoconParser(source, text).ParseRoot();

    private SectionNode ParseRoot()
    {
        _cursor.SkipToContent();
        var root = new SectionNode(_cursor.Here);
        if (_cursor.Sees("[")) throw HoconError.At(_cursor.Here, "the configuration is a list. Write keys with values.");
        if (_cursor.Sees("{")) root = ParseSection(HoconPath.Root);
        else ParseFields(root, HoconPath.Root, opened: null);
        _cursor.SkipToContent();
        if (!_cursor.IsAtEnd) throw HoconError.At(_cursor.Here, "there is more after the last '}'. Remove it, or the '}'.");
        return root;
    }

    private SectionNode ParseSection(HoconPath path)
    {
        var opened = _cursor.Here;
        var section = new SectionNode(opened);
        Descend(opened);
        _cursor.TryTake("{");
        ParseFields(section, path, opened);
        _depth--;
        return section;
    }

    /// <summary>All up to the closing brace, or up to the end of the text when no brace was opened.</summary>
    private void ParseFields(SectionNode section, HoconPath path, Origin? opened)
    {
        _cursor.SkipToContent();
        while (!_cursor.IsAtEnd)
        {
            if (opened is not null && _cursor.TryTake("}")) return;
            if (!TryInclude(section, path)) ParseField(section, path);
            SkipSeparator('}');
        }

        if (opened is { } brace)
            throw HoconError.At(brace, $"the '{{'{(path.Names.Count > 0 ? $" of {path}" : "")} is never closed. Add a '}}' where it ends.");
    }

    private void ParseField(SectionNode section, HoconPath parent)
    {
        var start = _cursor.Here;
        var key = _texts.TakePath();
        var path = parent + key;
        string[] names = [.. key.Names];
        _cursor.SkipToContent();
        if (_cursor.Sees("{"))
        {
            section.Assign(names, ParseValue(path));
        }
        else if (_cursor.TryTake("+="))
        {
            // As the specification has it: the list so far, with one more.
            var added = new ListNode(start, [ParseAssigned(path, start)]);
            section.Assign(names, new JoinedNode(start, [new SubstitutionNode(start, path, IsOptional: true, HoconPath.Root), added]));
        }
        else if (_cursor.TryTake("=") || _cursor.TryTake(":"))
        {
            section.Assign(names, ParseAssigned(path, start));
        }
        else if (!_cursor.IsAtEnd && _cursor.Next is not ('}' or '"' or ',') && !_texts.IsAtUnquoted)
        {
            throw HoconError.Unexpected(_cursor.Here, _cursor.Next);
        }
        else
        {
            throw HoconError.At(start, $"'{path}' has no value. Write it as a key, '=' and a value.");
        }
    }

    /// <summary>A value may start in a later line than its key, but for a bare word, which would be the next key.</summary>
    private HoconNode ParseAssigned(HoconPath path, Origin start)
    {
        var isLater = _cursor.SkipToContent();
        if (_cursor.IsAtEnd || _cursor.Next is '}' or ']' or ',' || (isLater && _texts.IsAtUnquoted))
            throw HoconError.At(start, $"'{path}' has no value after its '='. Write one, \"\" for an empty text, or remove the key for the default.");
        return ParseValue(path);
    }

    /// <summary>Between two fields or items: a comma or the end of the line, or both.</summary>
    private void SkipSeparator(char close)
    {
        var isNextLine = _cursor.SkipToContent();
        if (_cursor.IsAtEnd || _cursor.Next == close) return;
        if (_cursor.TryTake(",")) _cursor.SkipToContent();
        else if (!isNextLine) throw HoconError.Unexpected(_cursor.Here, _cursor.Next);
        if (!_cursor.IsAtEnd && _cursor.Next == ',') throw HoconError.Unexpected(_cursor.Here, ',');
    }

    private void Descend(Origin at)
    {
        if (++_depth > DepthMax) throw HoconError.At(at, $"braces and brackets are nested deeper than {DepthMax}.");
    }
}
