namespace FlowActors.Runtime.Hocon;

/// <summary>The values of fields and the items of lists.</summary>
internal sealed partial class HoconParser
{
    /// <summary>All values up to the end of the line or a separator; several are joined.</summary>
    private HoconNode ParseValue(HoconPath path)
    {
        var start = _cursor.Here;
        var parts = new List<HoconNode>();
        while (true)
        {
            var here = _cursor.Here;
            var blanks = _cursor.TakeBlanks();
            if (_cursor.IsAtEndOfLine || _cursor.Next is ',' or '}' or ']') break;
            var part = ParsePart(path);
            if (parts.Count > 0)
            {
                CheckJoined(parts[^1], part);
                if (blanks.Length > 0) parts.Add(new TextNode(here, blanks, IsQuoted: false));
            }

            parts.Add(part);
        }

        if (parts.Count == 0) throw HoconError.Unexpected(start, _cursor.IsAtEnd ? ',' : _cursor.Next);
        if (parts.Count == 1) return parts[0];
        var isSection = parts.Any(p => p is SectionNode);
        return new JoinedNode(start, [.. parts.Select(p => p is SubstitutionNode s ? s with { IsOfSection = isSection } : p)]);
    }

    private HoconNode ParsePart(HoconPath path)
    {
        var start = _cursor.Here;
        if (_cursor.Sees("{")) return ParseSection(path);
        if (_cursor.Sees("[")) return ParseList(path);
        if (_cursor.Sees("\"")) return new TextNode(start, _texts.TakeQuoted(), IsQuoted: true);
        if (_cursor.TryTake("${")) return ParseSubstitution(start);
        if (_texts.IsAtUnquoted) return new TextNode(start, _texts.TakeUnquoted(), IsQuoted: false);
        throw HoconError.Unexpected(start, _cursor.Next);
    }

    private ListNode ParseList(HoconPath path)
    {
        var opened = _cursor.Here;
        var items = new List<HoconNode>();
        Descend(opened);
        _cursor.TryTake("[");
        _cursor.SkipToContent();
        while (!_cursor.TryTake("]"))
        {
            if (_cursor.IsAtEnd) throw HoconError.At(opened, $"the '[' of {path} is never closed. Add a ']' where it ends.");
            items.Add(ParseValue(path));
            SkipSeparator(']');
        }

        _depth--;
        return new ListNode(opened, items);
    }

    private SubstitutionNode ParseSubstitution(Origin start)
    {
        var isOptional = _cursor.TryTake("?");
        var path = _texts.TakePath();
        if (!_cursor.TryTake("}")) throw HoconError.At(start, $"the '${{' of {path} is never closed. Add a '}}' behind the name.");
        return new SubstitutionNode(start, path, isOptional, _source.IncludedAt);
    }

    private static void CheckJoined(HoconNode one, HoconNode next)
    {
        if (one is SubstitutionNode || next is SubstitutionNode || one.GetType() == next.GetType()) return;
        if (one is TextNode or SectionNode or ListNode)
            throw HoconError.At(next.Origin, "values of different kinds follow each other in one line. Put a comma or the end of the line between them, or a text into quotes.");
    }
}
