namespace FlowActors.Sources;

/// <summary>
/// Cuts the bytes of one split out of what is read around it. A split that does not begin the file is read from one byte
/// before: if that is a line end, a line begins with the split. Everything up to the first line end belongs to the split
/// before; everything up to the first line end at or behind the split's last byte belongs to this one. What is read as a whole is read
/// from its beginning, and what lies before the split is left out.
/// </summary>
internal sealed class SplitEdges(FileSplit split)
{
    private const byte LineFeed = (byte)'\n';
    private const int BeyondEndBytes = 4096;
    private bool _seeksLine = split.Start > 0 && !split.IsWhole;

    /// <summary>Where reading begins.</summary>
    public long ReadFrom => split.IsWhole ? 0 : Math.Max(split.Start - 1, 0);

    /// <summary>True when nothing more has to be read.</summary>
    public bool IsDone { get; private set; }

    /// <summary>How much to read next: little where the split has ended and only the rest of a line is missing.</summary>
    public int NextReadBytes(long position, int bufferBytes)
    {
        if (split.IsWhole) return bufferBytes;
        var left = split.End - position;
        return (int)Math.Min(bufferBytes, left > 0 ? left + BeyondEndBytes : Math.Max(BeyondEndBytes, -left));
    }

    /// <summary>The file has ended, and with it the split.</summary>
    public Range EndOfFile()
    {
        IsDone = true;
        return 0..0;
    }

    /// <summary>The part of the bytes, read at the given position of the file, that belongs to the split.</summary>
    public Range Take(ReadOnlySpan<byte> bytes, long position)
    {
        if (split.IsWhole) return (int)Math.Clamp(split.Start - position, 0, bytes.Length)..bytes.Length;
        var from = 0;
        if (_seeksLine)
        {
            from = bytes.IndexOf(LineFeed) + 1;
            _seeksLine = from == 0;
            IsDone = position + (_seeksLine ? bytes.Length + 1 : from) >= split.End;
            if (_seeksLine || IsDone) return 0..0;
        }

        var lastByte = split.End - 1 - position;
        if (lastByte >= bytes.Length) return from..bytes.Length;
        var search = (int)Math.Max(lastByte, from);
        var end = bytes[search..].IndexOf(LineFeed);
        if (end < 0) return from..bytes.Length;
        IsDone = true;
        return from..(search + end + 1);
    }
}
