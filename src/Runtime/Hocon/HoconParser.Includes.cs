using System.Text;

namespace FlowActors.Runtime.Hocon;

/// <summary>Other files whose keys take the place of an include.</summary>
internal sealed partial class HoconParser
{
    private static readonly string[] Openings = ["\"", "file(", "required(", "url(", "classpath("];

    private bool TryInclude(SectionNode section, HoconPath path)
    {
        // Else it is a key of that name.
        if (!_cursor.SeesAfter("include", Openings)) return false;
        var start = _cursor.Here;
        _cursor.TryTake("include");
        section.Assign(Include(TakeFile(start), path, start));
        return true;
    }

    /// <summary><c>"x"</c>, <c>file("x")</c>, <c>required("x")</c> or <c>required(file("x"))</c>: all the same here, where no file may be missing.</summary>
    private string TakeFile(Origin start)
    {
        var parentheses = 0;
        _cursor.TakeBlanks();
        while (_cursor.TryTake("required(") || _cursor.TryTake("file("))
        {
            parentheses++;
            _cursor.TakeBlanks();
        }

        if (!_cursor.Sees("\"")) throw HoconError.At(start, "only files can be included. Write include \"path/of/file.conf\".");
        var file = _texts.TakeQuoted();
        for (; parentheses > 0; parentheses--)
        {
            _cursor.TakeBlanks();
            if (!_cursor.TryTake(")")) throw HoconError.At(start, "the include has a '(' that is never closed. Add a ')' behind the file.");
        }

        return file;
    }

    private SectionNode Include(string file, HoconPath path, Origin start)
    {
        var full = FullPath(file, start);
        if (_source.Files.Contains(full))
            throw HoconError.At(start, $"the file '{full}' includes itself, by way of {string.Join(" and ", _source.Files.Select(f => $"'{f}'"))}. Remove one of the includes.");
        var source = new HoconSource($"file '{full}'", Path.GetDirectoryName(full)!, _source.IncludedAt + path, [.. _source.Files, full]);
        return Parse(ReadFile(full, file, start), source);
    }

    private string FullPath(string file, Origin start)
    {
        try
        {
            return Path.GetFullPath(file, _source.Folder);
        }
        catch (ArgumentException e)
        {
            throw HoconError.At(start, $"'{file}' is not the path of a file. Name the file to include.", e);
        }
    }

    private static string ReadFile(string full, string file, Origin start)
    {
        try
        {
            return File.ReadAllText(full, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw HoconError.At(start, $"the file '{file}' cannot be included, looked for as '{full}': {e.Message} Correct its path, or remove the include.", e);
        }
    }
}
